using System.Text;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Routers;

/// <summary>BIRD 2: static routes with their attributes, exported over one protocol for each session.</summary>
internal sealed class BirdRouter(RouterSite site) : Router(site)
{
    private readonly BirdDaemon _daemon = new(site);

    public override string Log => _daemon.Log;

    public override void Kill() => _daemon.Kill();

    public override void ShutDown(string nodeAddress, string text) => _daemon.Ask("disable", ProtocolName(nodeAddress), $"\"{text}\"");

    public override bool SawNotification(int code, int subcode, string? text = null)
    {
        var words = (code, subcode) switch
        {
            (2, 2) => "Bad peer AS",
            (6, 2) => "Administrative shutdown",
            (6, 3) => "Peer de-configured",
            (6, 4) => "Administrative reset",
            (6, 5) => "Connection rejected",
            _ => Invariant($"{code}.{subcode}"),
        };
        return Log.Split('\n').Any(line => line.Contains($"Received: {words}", StringComparison.Ordinal)
            && (text is null || line.Contains(text, StringComparison.Ordinal)));
    }

    public override bool IsEstablished(string nodeAddress) =>
        _daemon.Ask("show", "protocols", ProtocolName(nodeAddress)).Contains("Established", StringComparison.Ordinal);

    public override ValueTask DisposeAsync() => _daemon.DisposeAsync();

    protected override Task Start() => _daemon.Start(Configuration());

    private static string ProtocolName(string nodeAddress) => nodeAddress.Contains(':', StringComparison.Ordinal) ? "node6" : "node4";

    private string Configuration()
    {
        var text = new StringBuilder();
        text.AppendLine("log stderr all;");
        text.AppendLine(Invariant($"router id {Site.Ipv4};"));
        text.AppendLine("protocol device { }");
        AppendStatic(text, "ipv4", Settings.Announcements.Where(route => !route.IsIpv6));
        AppendStatic(text, "ipv6", Settings.Announcements.Where(route => route.IsIpv6));
        foreach (var neighbor in Neighbors())
        {
            var local = neighbor == Site.NodeIpv4 ? Site.Ipv4 : Site.Ipv6;
            var password = Settings.Password is null ? string.Empty : $"password \"{Settings.Password}\";";
            text.AppendLine(Invariant($$"""
                protocol bgp {{ProtocolName(neighbor)}} {
                  local {{local}} as {{Settings.Asn}};
                  neighbor {{neighbor}} as {{Settings.NodeAsn}};
                  hold time {{Settings.HoldTime}}; {{password}}
                  connect delay time 1; connect retry time 1; error wait time 1, 2; error forget time 1;
                  ipv4 { import none; export where source = RTS_STATIC; next hop address {{Site.Ipv4}}; };
                  ipv6 { import none; export where source = RTS_STATIC; next hop address {{Site.Ipv6}}; };
                }
                """));
        }

        return text.ToString();
    }

    private static void AppendStatic(StringBuilder text, string family, IEnumerable<Announcement> routes)
    {
        text.AppendLine(Invariant($"protocol static static_{family} {{ {family};"));
        foreach (var route in routes)
        {
            text.Append("  route ").Append(route.Prefix).Append(" blackhole { ");
            foreach (var community in route.Palette.Communities)
            {
                text.Append("bgp_community.add((").Append(community.Replace(':', ',')).Append(")); ");
            }

            foreach (var target in route.Palette.Targets)
            {
                text.Append("bgp_ext_community.add((rt,").Append(target.Replace(':', ',')).Append(")); ");
            }

            foreach (var large in route.Palette.Large)
            {
                text.Append("bgp_large_community.add((").Append(large.Replace(':', ',')).Append(")); ");
            }

            text.AppendLine("};");
        }

        text.AppendLine("}");
    }
}
