using System.CommandLine;
using System.Text.Json;
using Pierhead.Cli;
using Pierhead.Commands.Fabric;
using Pierhead.Commands.Operator;

namespace Pierhead.Tests.Cli;

/// <summary>What one run of the command line printed, and how it ended.</summary>
internal sealed record Invocation(int Code, string Out, string Error)
{
    public JsonElement Json => JsonElement.Parse(Out);

    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs words against a node, as with its output in a pipe.</summary>
    public static Task<Invocation> RunAsync(StubNode node, params string[] words) =>
        RunAsync(new Surroundings { Api = node.Address }, words);

    public static async Task<Invocation> RunAsync(Surroundings around, params string[] words)
    {
        using var output = around.OutputFails is { } failure ? new BrokenWriter(failure) : new StringWriter();
        using var error = new StringWriter();
        var host = new CliHost
        {
            Out = output,
            Error = error,
            IsTerminal = around.Width is not null,
            Width = around.Width ?? int.MaxValue,
            Color = around.Color,
            Environment = around.Variable,
            Time = new FixedClock(),
        };
        var root = new RootCommand("Pierhead");
        root.Add(FabricCommands.Create(host));
        OperatorCommands.AddTo(root, host);
        var code = await CommandLineRunner.RunAsync(root, words, host, terminationTimeout: null, around.Interrupt);
        return new Invocation(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    private sealed class BrokenWriter(Exception failure) : StringWriter
    {
        public override void Write(char value) => throw failure;

        public override void Write(char[] buffer, int index, int count) => throw failure;

        public override void Write(string? value) => throw failure;
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Samples.Now;
    }
}
