using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests;

/// <summary>The harness itself: what the other tests stand on is shown to work without Pierhead.</summary>
public sealed class HarnessTests
{
    [Theory]
    [InlineData(nameof(RouterKind.Frr))]
    [InlineData(nameof(RouterKind.Gobgp))]
    [InlineData(nameof(RouterKind.Bird))]
    public async Task Router_BirdInPlaceOfTheNode_SendsBothFamiliesOnBothSessions(string kind)
    {
        await using var lab = new Lab();
        var router = lab.AddRouter(Enum.Parse<RouterKind>(kind), "r1");
        Prerequisite.Program("/usr/sbin/bird", "bird2");
        var control = Path.Combine(lab.Folder, "node.ctl");
        var file = Path.Combine(lab.Folder, "node.conf");
        await File.WriteAllTextAsync(
            file,
            $$"""
            router id 192.0.2.1;
            protocol device { }
            template bgp node { local as 64500; passive on; ipv4 { import all; export none; }; ipv6 { import all; export none; }; }
            protocol bgp over4 from node { neighbor {{router.Site.Ipv4}} as 64500; }
            protocol bgp over6 from node { neighbor {{router.Site.Ipv6}} as 64500; }
            """,
            TestContext.Current.CancellationToken);
        using var node = DaemonProcess.Start(lab.Land, "/usr/sbin/bird", ["-f", "-c", file, "-s", control]);
        await Eventually.Holds("bird answers", () => File.Exists(control));
        var many = Announcement.Many(1_000, 40);
        await router.Start(new RouterSettings { Announcements = [.. Announcement.Few(), .. many] });

        await Eventually.Holds(
            "every route of both sessions",
            () => Task.FromResult(Command.Run("birdc", "-s", control, "show", "route", "count")),
            text => text.Contains($"{2 * (6 + many.Count)} of ", StringComparison.Ordinal) && text.Contains("\n8 of ", StringComparison.Ordinal));
        Assert.True(router.IsEstablished(router.Site.NodeIpv4));
        Assert.True(router.IsEstablished(router.Site.NodeIpv6));
        var one = Command.Run("birdc", "-s", control, "show", "route", "all", "for", "2001:db8:1:8000::/49");
        Assert.Contains("(64500, 1001) (64500, 65535)".Replace(", ", ",", StringComparison.Ordinal), one, StringComparison.Ordinal);
        Assert.Contains("(4200000000, 1, 4294967295)", one, StringComparison.Ordinal);
        Assert.Contains("(rt, 64501, 4294967295)", one, StringComparison.Ordinal);
    }
}
