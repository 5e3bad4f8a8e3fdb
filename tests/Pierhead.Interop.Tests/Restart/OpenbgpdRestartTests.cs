using Pierhead.Interop.Tests.Routers;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Restart;

public sealed class OpenbgpdRestartTests() : RestartTests(RouterKind.Openbgpd)
{
    [Fact]
    public Task Pierhead_KilledAndBack_RouterKeepsWhatItAnnounced() => KeepsWhatPierheadAnnounced();

    /// <summary>It tells no family in its capability (it forwards by itself nothing that would outlive it), so there is no Restart Time to honour.</summary>
    private protected override string KeepStale => "60s";

    private protected override Task Announce(RouterDaemon daemon, bool restarted, params Announced[] routes) => daemon.Start($$"""
        AS 64500
        router-id {{daemon.Site.Ipv4}}
        fib-update no
        connect-retry 2
        {{string.Concat(routes.Select(route => $"network {route.Prefix} set community 64500:{route.Number}\n"))}}neighbor {{daemon.Site.NodeIpv4}} {
          remote-as 64500
          local-address {{daemon.Site.Ipv4}}
          announce restart yes
        }
        allow quick from any
        allow quick to any
        """);
}
