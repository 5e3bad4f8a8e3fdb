using System.Diagnostics;
using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests;

public abstract partial class RouterTests
{
    [Fact]
    public async Task Killed_Router_ItsTableAnswersStaleUntilKeepStale()
    {
        const int KeepStale = 8;
        await using var lab = new Lab();
        var router = lab.AddRouter(_kind, "edge1");
        var node = await lab.StartPierhead(new ConfigTree(TenantAsn, Device(router) with { KeepStale = $"{KeepStale}s" }));
        await router.Start(new RouterSettings());
        await UntilTableIsRight(node, router, router.Site.Ipv4);
        await UntilTableIsRight(node, router, router.Site.Ipv6);

        var since = Stopwatch.StartNew();
        router.Kill();
        await Eventually.Holds(
            "both sessions are lost", () => node.Api.Sessions(), sessions => sessions.All(session => session.State != Established));
        var stale = await node.Api.Routes("edge1");
        Assert.Equal(2 * router.Settings.Announcements.Count, stale.Count);
        Assert.All(stale, route => Assert.True(route.Stale));
        Assert.Contains("20.0.1.0/24", node.Operate("lookup", "20.0.1.7"), StringComparison.Ordinal);
        Assert.Equal(stale.Count, (await node.Api.Summary()).Routes.Stale);

        await Eventually.Holds("the stale routes are gone", () => node.Api.Routes("edge1"), routes => routes.Count == 0);
        Assert.InRange(since.Elapsed.TotalSeconds, KeepStale, KeepStale + 5);
        Assert.All(await node.Api.Sessions(), session => Assert.Equal(0, session.Routes.Values.Sum()));
        Assert.Equal(0, (await node.Api.Summary()).Routes.Total);
    }

    [Fact]
    public async Task Killed_RouterRestartsWithOtherRoutes_ItsTableIsRightAgain()
    {
        await using var lab = new Lab();
        var router = lab.AddRouter(_kind, "edge1");
        var node = await lab.StartPierhead(new ConfigTree(TenantAsn, Device(router)));
        await router.Start(new RouterSettings { Announcements = [.. Announcement.Few(), .. Announcement.Many(1000, 40)] });
        await UntilTableIsRight(node, router, router.Site.Ipv4);
        await UntilTableIsRight(node, router, router.Site.Ipv6);

        router.Kill();
        await Eventually.Holds(
            "both sessions are lost", () => node.Api.Sessions(), sessions => sessions.All(session => session.State != Established));

        // Some routes are as before, some have other attributes, some are new, and the rest is gone.
        var same = Announcement.Few().Take(3);
        var changed = Announcement.Few().Skip(3).Take(4).Select(route => route with { Look = (route.Look + 1) % Palette.All.Length });
        await router.Start(new RouterSettings { Announcements = [.. same, .. changed, .. Announcement.Few(seed: 1)] });
        await UntilEstablished(node, router.Site.Ipv4, router.Site.Ipv6);
        await UntilTableIsRight(node, router, router.Site.Ipv4);
        await UntilTableIsRight(node, router, router.Site.Ipv6);
        Assert.All(await node.Api.Sessions(), session => Assert.Equal(1, session.Flaps));
    }

    [Fact]
    public async Task Cut_Link_HoldTimerEndsTheSessionOnTime()
    {
        const int HoldTime = 9;
        await using var lab = new Lab();
        var router = lab.AddRouter(_kind, "edge1");
        var node = await lab.StartPierhead(new ConfigTree(TenantAsn, Device(router)));
        await router.Start(new RouterSettings { HoldTime = HoldTime });
        await UntilTableIsRight(node, router, router.Site.Ipv4);
        await UntilTableIsRight(node, router, router.Site.Ipv6);
        Assert.All(await node.Api.Sessions(), session => Assert.Equal(HoldTime, session.HoldTime));

        var since = Stopwatch.StartNew();
        router.Site.Cut();
        foreach (var address in new[] { router.Site.Ipv4, router.Site.Ipv6 })
        {
            var session = await UntilSession(node, address, "has ended", session => session.State != Established);

            // It counts from the router's last keepalive, which may be a third of the hold time before the cut.
            Assert.InRange(since.Elapsed.TotalSeconds, (HoldTime * 2 / 3.0) - 1, HoldTime + 2);
            Assert.Contains("hold timer expired", session.LastError, StringComparison.Ordinal);
            Assert.Equal(router.Settings.Announcements.Count, session.StaleRoutes);
        }
    }
}
