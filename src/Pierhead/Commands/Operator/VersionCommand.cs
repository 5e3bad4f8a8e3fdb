using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using Pierhead.Cli;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead version</c>: this program's own; <c>status</c> shows the node's.</summary>
internal static class VersionCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command("version", "Shows the version of this program; `pierhead status` shows the node's.");
        command.SetAction(async parsed =>
        {
            try
            {
                Print(host, parsed.GetValue(GlobalOptions.Output));
                return ExitCode.Done;
            }
            catch (Exception exception) when (OutputFailure.Is(exception))
            {
                return await OutputFailure.ReportAsync(host, exception);
            }
        });
        return command;
    }

    private static void Print(CliHost host, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            JsonPrinter.Print(host.Out, JsonSerializer.SerializeToElement(new { version = Version() }));
        }
        else
        {
            host.Out.WriteLine($"pierhead {Version()}");
        }
    }

    private static string Version() =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
