using System.CommandLine;
using System.Globalization;
using Pierhead.Cli;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric med</c>: which machine the router prefers.</summary>
internal static class FabricMedCommand
{
    public static Command Create(CliHost host)
    {
        var config = ConfigOption.Create();
        var name = new Argument<string>("NAME") { Description = "A node or a balancer." };
        var value = new Argument<uint>("VALUE") { Description = "MULTI_EXIT_DISC: the lowest is preferred." };
        var command = new DescribedCommand(
            "med",
            "Sets the MED with which a machine announces the floating address. Its vipcontrol takes it from the tree, without a session to the router flapping.",
            "pierhead fabric med lb-1 300")
        {
            name, value, config,
        };
        command.SetAction(async (parsed, _) => await FabricNodeCommand.EditAsync(
            host,
            parsed.GetValue(config)!,
            editor => editor.SetMed(parsed.GetValue(name)!, parsed.GetValue(value)),
            string.Create(CultureInfo.InvariantCulture, $"{parsed.GetValue(name)} announces with MED {parsed.GetValue(value)}")));
        return command;
    }
}
