using Pierhead.Interop.Tests.Routers;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Restart;

/// <summary>Its own restart only: it keeps no table, so there is nothing of Pierhead's for it to keep.</summary>
public sealed class ExabgpRestartTests() : RestartTests(RouterKind.Exabgp)
{
    private protected override Task Announce(RouterDaemon daemon, bool restarted, params Announced[] routes) => daemon.Start($$"""
        neighbor {{daemon.Site.NodeIpv4}} {
          router-id {{daemon.Site.Ipv4}};
          local-address {{daemon.Site.Ipv4}};
          local-as 64500;
          peer-as 64500;
          family { ipv4 unicast; }
          capability { graceful-restart {{RestartTime}}; }
          static {
        {{string.Concat(routes.Select(route => $"    route {route.Prefix} next-hop {daemon.Site.Ipv4} community [ 64500:{route.Number} ];\n"))}}  }
        }
        """);
}
