using System.CommandLine;
using Microsoft.Extensions.Logging;
using Pierhead.Hosting;

namespace Pierhead.Commands;

/// <summary><c>pierhead serve</c>: the node itself.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = ConfigOption.Create();
        var format = new Option<string>("--log-format") { Description = "How log lines look: text or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var level = new Option<LogLevel>("--log-level") { Description = "The least important events shown.", DefaultValueFactory = _ => LogLevel.Information };
        var announce = new Option<string?>("--announce") { Description = "For labs and tests: a YAML file of routes and rules to announce to devices.", HelpName = "FILE" };
        var command = new Command(
            "serve",
            "Run the node: let routers in, keep their tables, answer questions. SIGHUP reloads, SIGTERM ends, SIGQUIT ends without a word to the routers (for a restart in place).")
        {
            config, format, level, announce,
        };
        command.SetAction((parsed, cancellation) => ServeAsync(
            parsed.GetValue(config)!,
            LogOptions.Configure(parsed.GetValue(format)!, parsed.GetValue(level)),
            parsed.GetValue(announce),
            cancellation));
        return command;
    }

    private static async Task<int> ServeAsync(
        string directory, Action<ILoggingBuilder> logging, string? announcements, CancellationToken cancellation)
    {
        var loaded = NodeRunner.Load(directory, Console.Error);
        return loaded is null
            ? 1
            : await NodeRunner.RunAsync(directory, loaded, logging, Console.Error, (_, _) => Task.CompletedTask, cancellation, announcements);
    }
}
