using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using Pierhead.Cli;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead version</c>: this program's own; <c>status</c> shows the node's.</summary>
public static class VersionCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command("version", "Shows the version of this program; `pierhead status` shows the node's.");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(GlobalOptions.Output) == OutputFormat.Json)
            {
                JsonPrinter.Print(host.Out, JsonSerializer.SerializeToElement(new { version = Version() }));
            }
            else
            {
                host.Out.WriteLine($"pierhead {Version()}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Version() =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
