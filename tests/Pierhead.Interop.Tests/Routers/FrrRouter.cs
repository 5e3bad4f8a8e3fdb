using System.Text;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Routers;

/// <summary>FRR: zebra for the interfaces, bgpd for the rest. Routes are <c>network</c> statements with a route-map for each look.</summary>
internal sealed class FrrRouter(RouterSite site) : Router(site)
{
    // Of a Hard Reset (RFC 8538) it writes the code inside.
    private static readonly string[] Received = ["%NOTIFICATION: received", "%NOTIFICATION(Hard Reset): received"];

    private readonly FrrDaemon _daemon = new(site);

    public override string Log => _daemon.Log;

    public override void Kill() => _daemon.Kill();

    public override void ShutDown(string nodeAddress, string text) =>
        _daemon.Ask("configure terminal", Invariant($"router bgp {Settings.Asn}"), $"neighbor {nodeAddress} shutdown message {text}");

    public override bool SawNotification(int code, int subcode, string? text = null) =>
        Log.Split('\n').Any(line => Received.Any(words => line.Contains(words, StringComparison.Ordinal))
            && line.Contains(Invariant($" {code}/{subcode} "), StringComparison.Ordinal)
            && (text is null || line.Contains(text, StringComparison.Ordinal)));

    public override bool IsEstablished(string nodeAddress) =>
        _daemon.Ask($"show bgp neighbors {nodeAddress}").Contains("BGP state = Established", StringComparison.Ordinal);

    public override ValueTask DisposeAsync() => _daemon.DisposeAsync();

    protected override Task Start() => _daemon.Start(Configuration());

    private string Configuration()
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"router bgp {Settings.Asn}"));
        text.AppendLine(Invariant($" bgp router-id {Site.Ipv4}"));
        text.AppendLine(" bgp log-neighbor-changes");
        text.AppendLine(" no bgp ebgp-requires-policy");
        text.AppendLine(" no bgp network import-check");
        text.AppendLine(" no bgp default ipv4-unicast");
        text.AppendLine(Invariant($" timers bgp {Settings.HoldTime / 3} {Settings.HoldTime}"));
        foreach (var neighbor in Neighbors())
        {
            text.AppendLine(Invariant($" neighbor {neighbor} remote-as {Settings.NodeAsn}"));
            text.AppendLine($" neighbor {neighbor} timers connect 1");
            if (Settings.Password is not null)
            {
                text.AppendLine($" neighbor {neighbor} password {Settings.Password}");
            }
        }

        AppendFamily(text, "ipv4 unicast", ipv6: false);
        AppendFamily(text, "ipv6 unicast", ipv6: true);
        text.AppendLine("exit");
        AppendRouteMaps(text);
        return text.ToString();
    }

    private void AppendFamily(StringBuilder text, string family, bool ipv6)
    {
        text.AppendLine($" address-family {family}");
        foreach (var neighbor in Neighbors())
        {
            text.AppendLine($"  neighbor {neighbor} activate");
            text.AppendLine($"  neighbor {neighbor} route-map NEXTHOP{(ipv6 ? 6 : 4)} out");
        }

        foreach (var route in Settings.Announcements.Where(route => route.IsIpv6 == ipv6))
        {
            text.AppendLine(Invariant($"  network {route.Prefix} route-map LOOK{route.Look}"));
        }

        text.AppendLine(" exit-address-family");
    }

    private void AppendRouteMaps(StringBuilder text)
    {
        for (var look = 0; look < Palette.All.Length; look++)
        {
            var palette = Palette.All[look];
            text.AppendLine(Invariant($"route-map LOOK{look} permit 10"));
            AppendSet(text, "community", palette.Communities);
            AppendSet(text, "extcommunity rt", palette.Targets);
            AppendSet(text, "large-community", palette.Large);
            text.AppendLine("exit");
        }

        text.AppendLine("route-map NEXTHOP4 permit 10");
        text.AppendLine($" set ip next-hop {Site.Ipv4}");
        text.AppendLine("exit");
        text.AppendLine("route-map NEXTHOP6 permit 10");
        text.AppendLine($" set ipv6 next-hop global {Site.Ipv6}");
        text.AppendLine("exit");
    }

    private static void AppendSet(StringBuilder text, string what, string[] values)
    {
        if (values.Length > 0)
        {
            text.AppendLine($" set {what} {string.Join(' ', values)}");
        }
    }
}
