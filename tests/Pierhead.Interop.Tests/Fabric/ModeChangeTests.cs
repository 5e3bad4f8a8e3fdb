using System.Diagnostics;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>A running fabric that grows: the same tree, another mode, applied.</summary>
[Collection(nameof(FabricLab))]
public sealed class ModeChangeTests
{
    private static readonly string[] Nodes = ["land-1", "land-2", "land-3"];

    [Fact]
    public async Task ActiveBackup_AnnouncedHash_DirectReturn_EachStepSaysWhatItInterruptsAndEverySessionComesBack()
    {
        await using var lab = await FabricLab.Up("active-backup");
        lab.StartRouters();
        var sessions = await LabSessions.AllUp(lab, "active-backup");
        Say("active-backup", sessions);
        var first = HolderOf(sessions);

        // The node's process alone: its machine is there, and viphealth has keepalived give the address away.
        var second = await Moved(lab, first, "the node of", () => lab.Exec(first, "sh", "-c", "kill -9 $(cat /run/pierhead/lab-serve.pid)"));
        lab.Start(first);
        await Moved(lab, second, "all of", () => lab.Kill(second));
        lab.Start(second);

        await Change(lab, "announced-hash", "the address leaves the link and is announced instead");
        await Up(lab, "announced-hash");
        await Change(lab, "direct-return", "apply on the balancers first");
        await Up(lab, "direct-return");
        Assert.Contains("via 10.10.0.11 dev eth0 proto bird", lab.Routes(), StringComparison.Ordinal);
        Assert.All(["lb-1", "lb-2", "land-1", "land-2", "land-3"], machine => Assert.Contains("nothing to change", lab.TryFabric(machine, "apply").Output, StringComparison.Ordinal));
    }

    private static string HolderOf(IReadOnlyDictionary<string, (int Count, int Flaps)> sessions) => sessions.MaxBy(node => node.Value.Count).Key;

    /// <summary>Waits until another node has the address and all sessions.</summary>
    private static async Task<string> Moved(FabricLab lab, string holder, string what, Action kill)
    {
        kill();
        var dead = Stopwatch.StartNew();
        await Eventually.Holds("the address answers on another node", () => Nodes.Any(node => node != holder && Holds(lab, node))
            && lab.TryExec("rtr", "ping", "-c", "1", "-W", "1", FabricSite.Floating4).Code == 0 && lab.TryExec("rtr", "ping", "-c", "1", "-W", "1", FabricSite.Floating6).Code == 0);
        var answered = dead.Elapsed.TotalSeconds;
        var sessions = await LabSessions.AllUp(lab, $"{holder} killed");
        Say($"active-backup, {what} {holder} killed: the address answers after {answered:F1} s, all sessions are back after {dead.Elapsed.TotalSeconds:F1} s", sessions);
        Assert.NotEqual(holder, HolderOf(sessions));
        return HolderOf(sessions);
    }

    /// <summary>All are up, and all answer: none is counted on a node that does not know yet that it has gone.</summary>
    private static async Task Up(FabricLab lab, string mode)
    {
        await Liveness.AllAnswered(words => lab.Exec("cust", words), 400, mode, Stopwatch.StartNew());
        Say(mode, await LabSessions.AllUp(lab, mode));
    }

    private static bool Holds(FabricLab lab, string node) =>
        lab.Exec(node, "ip", "-o", "addr", "show", "dev", "eth0").Contains($"{FabricSite.Floating4}/32", StringComparison.Ordinal);

    /// <summary>Edits the mode, asks what that interrupts, and applies.</summary>
    private static async Task Change(FabricLab lab, string mode, string word)
    {
        lab.SetMode(mode);
        var said = lab.TryFabric("land-1", "diff").Output.Split('\n')[0];
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.Contains(word, said, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(lab.Apply());
        var front = mode == "direct-return" ? "10.10.0.11" : "10.10.0.21";
        await Eventually.Holds($"the router sends by {front}", () => lab.Routes().Contains($"via {front} dev eth0 proto bird", StringComparison.Ordinal));
    }

    private static void Say(string what, IReadOnlyDictionary<string, (int Count, int Flaps)> sessions) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {LabSessions.Show(sessions)}");
}
