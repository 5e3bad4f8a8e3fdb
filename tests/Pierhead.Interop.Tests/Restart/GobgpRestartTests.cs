using Pierhead.Interop.Tests.Routers;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Restart;

public sealed class GobgpRestartTests() : RestartTests(RouterKind.Gobgp)
{
    [Fact]
    public Task Pierhead_KilledAndBack_RouterKeepsWhatItAnnounced() => KeepsWhatPierheadAnnounced();

    private protected override async Task Announce(RouterDaemon daemon, bool restarted, params Announced[] routes)
    {
        await daemon.Start(
            $"""
            [global.config]
              as = 64500
              router-id = "{daemon.Site.Ipv4}"
            [[neighbors]]
              [neighbors.config]
                neighbor-address = "{daemon.Site.NodeIpv4}"
                peer-as = 64500
              [neighbors.timers.config]
                connect-retry = 1
                idle-hold-time-after-reset = 1
              [neighbors.graceful-restart.config]
                enabled = true
                restart-time = {RestartTime}
                notification-enabled = true
              [[neighbors.afi-safis]]
                [neighbors.afi-safis.config]
                  afi-safi-name = "ipv4-unicast"
                [neighbors.afi-safis.mp-graceful-restart.config]
                  enabled = true
            """,
            restarted);
        foreach (var route in routes)
        {
            daemon.Ask("global", "rib", "add", route.Prefix, "community", $"64500:{route.Number}", "-a", "ipv4");
        }
    }
}
