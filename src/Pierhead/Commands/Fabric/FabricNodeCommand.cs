using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Control.Fabric;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric node</c>: nodes that come, drain and go, as edits of the tree.</summary>
internal static class FabricNodeCommand
{
    private const string Next = "apply it on every machine: pierhead fabric apply";

    public static Command Create(CliHost host) =>
        new("node", "Adds a node to fabric.yaml, drains it, takes it back or out. Comments and order stay; a tree that would be wrong is not written.")
        {
            CreateAdd(host),
            CreateEdit(host, "drain", "A node keeps the sessions it has and gets no new ones.", (editor, name) => editor.Drain(name), name => $"{name} is drained: it keeps its sessions and gets no new ones"),
            CreateEdit(host, "undrain", "A drained node gets new sessions again.", (editor, name) => editor.Undrain(name), name => $"{name} gets new sessions again"),
            CreateEdit(host, "remove", "Takes a node out of the fabric; sessions that it still has are lost, so drain it first.", (editor, name) => editor.Remove(name), name => $"{name} is out of the fabric"),
        };

    /// <summary>Runs an edit and says what came of it.</summary>
    public static async Task<int> EditAsync(CliHost host, string directory, Func<FabricEditor, FabricPlan> edit, string done)
    {
        try
        {
            var plan = edit(new FabricEditor(directory));
            await host.Out.WriteLineAsync($"{done}; nodes by weight: {plan.Membership}; {Next}");
            return ExitCode.Done;
        }
        catch (FabricEditException failure)
        {
            await host.Error.WriteLineAsync($"pierhead fabric: {failure.Message}");
            return ExitCode.Failed;
        }
    }

    private static Command CreateEdit(CliHost host, string word, string description, Func<FabricEditor, string, FabricPlan> edit, Func<string, string> done)
    {
        var config = ConfigOption.Create();
        var name = new Argument<string>("NAME") { Description = "The node." };
        var command = new Command(word, description) { name, config };
        command.SetAction(async (parsed, _) =>
            await EditAsync(host, parsed.GetValue(config)!, editor => edit(editor, parsed.GetValue(name)!), done(parsed.GetValue(name)!)));
        return command;
    }

    private static DescribedCommand CreateAdd(CliHost host)
    {
        var config = ConfigOption.Create();
        var name = new Argument<string>("NAME") { Description = "The node." };
        var addresses = new Option<string[]>("--address") { Description = "Its own address on the link; once for each family.", HelpName = "ADDRESS", Required = true };
        var link = new Option<string>("--interface") { Description = "Its interface on the link.", HelpName = "NAME", DefaultValueFactory = _ => "eth0" };
        var mac = new Option<string>("--mac") { Description = "That interface's hardware address.", HelpName = "MAC", Required = true };
        var weight = new Option<int?>("--weight") { Description = "Its share against others [default: 100]", HelpName = "N" };
        var med = new Option<uint?>("--med") { Description = "The MED with which it announces [default: 100]", HelpName = "N" };
        var command = new DescribedCommand(
            "add",
            "Adds a node to the fabric.",
            "pierhead fabric node add land-4 --address 10.10.0.24 --address fd00:10::24 --interface eth0 --mac 02:00:00:00:00:18 --med 400")
        {
            name, addresses, link, mac, weight, med, config,
        };
        command.SetAction(async (parsed, _) => await EditAsync(
            host,
            parsed.GetValue(config)!,
            editor => editor.Add(
                parsed.GetValue(name)!, parsed.GetValue(addresses)!, parsed.GetValue(link)!, parsed.GetValue(mac)!, parsed.GetValue(weight), parsed.GetValue(med)),
            $"{parsed.GetValue(name)} is in the fabric"));
        return command;
    }
}
