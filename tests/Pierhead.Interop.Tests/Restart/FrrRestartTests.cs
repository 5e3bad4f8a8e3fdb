using System.Globalization;
using Pierhead.Interop.Tests.Routers;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Restart;

public sealed class FrrRestartTests() : RestartTests(RouterKind.Frr)
{
    [Fact]
    public Task Pierhead_KilledAndBack_RouterKeepsWhatItAnnounced() => KeepsWhatPierheadAnnounced();

    /// <summary>FRR 8.4 tries once, and then waits passively until the Restart Time is over: it expects a speaker that restarts to connect by itself.</summary>
    private protected override bool HasToldToConnect(RouterDaemon daemon)
    {
        if (!daemon.HasSession(daemon.Site.NodeIpv4))
        {
            daemon.Ask($"clear bgp {daemon.Site.NodeIpv4}");
        }

        return true;
    }

    private protected override Task Announce(RouterDaemon daemon, bool restarted, params Announced[] routes) => daemon.Start($"""
        router bgp 64500
         bgp router-id {daemon.Site.Ipv4}
         bgp log-neighbor-changes
         no bgp network import-check
         bgp graceful-restart
         bgp graceful-restart restart-time {RestartTime}
         bgp graceful-restart preserve-fw-state
         neighbor {daemon.Site.NodeIpv4} remote-as 64500
         neighbor {daemon.Site.NodeIpv4} timers connect 1
         address-family ipv4 unicast
        {string.Concat(routes.Select(route => string.Create(CultureInfo.InvariantCulture, $"  network {route.Prefix} route-map LOOK{route.Number}\n")))} exit-address-family
        exit
        {string.Concat(routes.Select(route => string.Create(CultureInfo.InvariantCulture, $"route-map LOOK{route.Number} permit 10\n set community 64500:{route.Number}\nexit\n")))}
        """);
}
