using Pierhead.Interop.Tests.Routers;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Restart;

public sealed class BirdRestartTests() : RestartTests(RouterKind.Bird)
{
    [Fact]
    public Task Pierhead_KilledAndBack_RouterKeepsWhatItAnnounced() => KeepsWhatPierheadAnnounced();

    private protected override Task Announce(RouterDaemon daemon, bool restarted, params Announced[] routes) => daemon.Start(
        $$"""
        log stderr all;
        router id {{daemon.Site.Ipv4}};
        protocol device { }
        protocol static fixed {
          ipv4;
        {{string.Concat(routes.Select(route => $"  route {route.Prefix} blackhole {{ bgp_community.add((64500,{route.Number})); }};\n"))}}}
        protocol bgp node {
          local {{daemon.Site.Ipv4}} as 64500;
          neighbor {{daemon.Site.NodeIpv4}} as 64500;
          connect delay time 1; connect retry time 1; error wait time 1, 2;
          graceful restart on;
          graceful restart time {{RestartTime}};
          ipv4 { import all; export where proto = "fixed"; };
        }
        """,
        restarted);
}
