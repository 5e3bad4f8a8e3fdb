using System.Net;
using System.Text;
using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Routers;

/// <summary>GoBGP: routes are injected from an MRT file, since its configuration has no place for them.</summary>
internal sealed class GobgpRouter(RouterSite site) : Router(site)
{
    private const int InjectionTail = 3000;

    private readonly NotificationTap _tap = new(site.Space);
    private readonly GobgpDaemon _daemon = new(site);

    public override string Log => _daemon.Log;

    public override void Kill() => _daemon.Kill();

    public override void ShutDown(string nodeAddress, string text) => _daemon.Ask("neighbor", nodeAddress, "shutdown", "--reason", text);

    /// <summary>GoBGP 3.10 tells no code of a NOTIFICATION that comes before the session is established: those are seen on the wire.</summary>
    public override bool SawNotification(int code, int subcode, string? text = null) =>
        _tap.Saw(code, subcode, text)
        && (text is null || Log.Contains(text, StringComparison.Ordinal));

    public override bool IsEstablished(string nodeAddress) =>
        _daemon.Ask("neighbor", nodeAddress).Contains("BGP state = ESTABLISHED", StringComparison.OrdinalIgnoreCase);

    public override async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _tap.Dispose();
    }

    protected override async Task Start()
    {
        await _daemon.Start(Configuration());

        // Its first connection comes seconds after its start: the routes are there before.
        Inject();
    }

    private void Inject()
    {
        var routes = Settings.Announcements;
        if (routes.Count == 0)
        {
            return;
        }

        // `gobgp mrt inject` ends before the last of what it sent was taken in: the end of the file is repetition.
        TableDump.Write(
            FilePath("routes.mrt"),
            routes.Concat(Enumerable.Repeat(routes[^1], InjectionTail)),
            IPAddress.Parse(Site.Ipv4),
            IPAddress.Parse(Site.Ipv6));
        _daemon.Ask("mrt", "inject", "global", FilePath("routes.mrt"));
        AssertHeld("ipv4", routes.Count(route => !route.IsIpv6));
        AssertHeld("ipv6", routes.Count(route => route.IsIpv6));
    }

    private void AssertHeld(string family, int count) =>
        Assert.Contains(Invariant($"Destination: {count},"), _daemon.Ask("global", "rib", "summary", "-a", family), StringComparison.Ordinal);

    private string Configuration()
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($$"""
            [global.config]
              as = {{Settings.Asn}}
              router-id = "{{Site.Ipv4}}"
              port = -1
            """));
        foreach (var neighbor in Neighbors())
        {
            text.AppendLine(Invariant($$"""
                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "{{neighbor}}"
                    peer-as = {{Settings.NodeAsn}}
                    auth-password = "{{Settings.Password}}"
                  [neighbors.timers.config]
                    connect-retry = 1
                    idle-hold-time-after-reset = 1
                    hold-time = {{Settings.HoldTime}}
                    keepalive-interval = {{Settings.HoldTime / 3}}
                  [[neighbors.afi-safis]]
                    [neighbors.afi-safis.config]
                      afi-safi-name = "ipv4-unicast"
                  [[neighbors.afi-safis]]
                    [neighbors.afi-safis.config]
                      afi-safi-name = "ipv6-unicast"
                """));
        }

        return text.ToString();
    }
}
