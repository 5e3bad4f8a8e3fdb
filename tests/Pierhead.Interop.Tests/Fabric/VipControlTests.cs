using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>vipcontrol beside real speakers, with BIRD as the router.</summary>
public sealed partial class VipControlTests
{
    private const int Changes = 100;

    [Theory]
    [InlineData("bird")]
    [InlineData("exabgp")]
    public async Task Run_HundredMedsAndKills_SessionsStayAndTheStateIsRight(string speaker)
    {
        Prerequisite.Program("/usr/sbin/bird", "bird2");
        Prerequisite.Program("/usr/sbin/exabgp", "exabgp");
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        await using var site = new FabricSite();
        var (one, two) = (site.Add("land-1", 21), site.Add("land-2", 22));
        site.WriteFabric(FabricYaml.Of("announced-hash", [one, two], announce: $", speaker: {speaker}, hold_time: 9"));
        site.StartRouter(one);
        var control = StartControl(site, one);
        one.Apply();
        await Eventually.Holds("vipcontrol answers", () => one.Try("vipcontrol", "set", "--up", "--run", one.Run).Code == 0);
        await Announced(site, 100, "the first announcement");
        var since = Since(site);

        // 100 changes in ten seconds; each is a process of its own, as an operator's would be.
        var clock = Stopwatch.StartNew();
        for (var change = 1; change <= Changes; change++)
        {
            using var request = NamespaceSocketOf(one);
            await request.SetMed(1000 + change);
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, (change * 90) - clock.ElapsedMilliseconds)), TestContext.Current.CancellationToken);
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 5, 30);
        await Announced(site, 1000 + Changes, "the last of a hundred MEDs");
        Assert.Equal(since, Since(site));

        control.Kill();
        _ = StartControl(site, one);
        await Eventually.Holds("vipcontrol is back", () => one.Try("vipcontrol", "status", "--run", one.Run).Output.Contains("announced: up, MED 1100", StringComparison.Ordinal));
        one.SetVip("--med", "77");
        await Announced(site, 77, "after kill -9 of vipcontrol");
        Assert.Equal(since, Since(site));

        // The tree's word, where nothing is set over it, comes without a restart; here it is overlaid.
        Command.Run("kill", "-9", one.ProcessOf(speaker).ToString(CultureInfo.InvariantCulture));
        Assert.Contains($"run {speaker}", one.Apply(), StringComparison.Ordinal);
        var back = Stopwatch.StartNew();
        await Announced(site, 77, $"after kill -9 of {speaker}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{speaker}: right {back.ElapsedMilliseconds} ms after its return");
        back.Restart();
        one.SetVip("--drain");
        await Eventually.Holds("GRACEFUL_SHUTDOWN", () => site.AskRouter("show", "route", "all").Contains("(65535,0)", StringComparison.Ordinal));
        one.SetVip("--down", "--no-drain");
        await Eventually.Holds("withdrawn", () => !site.AskRouter("show", "route").Contains(FabricSite.Floating4, StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{speaker}: last steps in {back.ElapsedMilliseconds} ms");
    }

    private static DaemonProcess StartControl(FabricSite site, FabricMachineSpace machine) =>
        site.Start(machine.Space, FabricMachineSpace.Executable, "vipcontrol", "--config", machine.Tree, "--machine", machine.Name, "--run", machine.Run);

    private static VipClient NamespaceSocketOf(FabricMachineSpace machine) => new(Path.Combine(machine.Run, "vipcontrol.sock"));

    private static Task<string> Announced(FabricSite site, int med, string what, int seconds = 60) => Eventually.Holds(
        what,
        () => Task.FromResult(site.AskRouter("show", "route", "all")),
        routes => Med().Matches(routes).Count(match => match.Groups[1].Value == med.ToString(CultureInfo.InvariantCulture)) == 2,
        seconds);

    /// <summary>Since when both sessions are up, as the router tells it.</summary>
    private static string Since(FabricSite site) =>
        string.Join(' ', Up().Matches(site.AskRouter("show", "protocols")).Select(match => match.Value));

    [GeneratedRegex(@"BGP\.med: (\d+)")]
    private static partial Regex Med();

    [GeneratedRegex(@"m\d+v\d +BGP +\S+ +up +\S+")]
    private static partial Regex Up();
}
