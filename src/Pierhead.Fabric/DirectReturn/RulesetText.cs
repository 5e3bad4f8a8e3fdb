using System.Globalization;
using System.Text;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>
/// The table <c>netdev pierhead</c> in the language of nft(8): frames for the floating address leave by the interface they came in by, with the node's
/// hardware address in place of the balancer's. Nothing else of a packet changes, the TTL neither, so GTSM (RFC 5082) works through a balancer.
/// </summary>
/// <remarks>
/// Written for nft 1.0.6: braces that close stand on lines of their own, the Maglev map's key is declared by <c>typeof numgen</c> (a <c>jhash</c>
/// there does not load), and learned flows are keyed by the address alone (a concatenation with an IPv6 address aborts the library).
/// ICMP errors quote our packet, so its <em>destination</em> is the router: 16 octets into the quoted IPv4 header, 24 into the IPv6 one.
/// Such a raw field has no type that a map by address would take: <c>quoted4</c> and <c>quoted6</c> hold the same pins by number.
/// </remarks>
public static class RulesetText
{
    public const string Table = "netdev pierhead";

    /// <summary>Any constant, equal on all balancers.</summary>
    private const string Seed = "0x70696572";

    /// <summary>Removes the table, there or not.</summary>
    public const string Remove = $"table {Table}\ndelete table {Table}\n";

    /// <summary>The whole table, in place of the one that may be there, in one transaction.</summary>
    public static string Whole(ForwardingTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder(Remove);
        text.AppendLine(CultureInfo.InvariantCulture, $"table {Table} {{");
        AppendMaps(text);
        AppendChains(text, table.Frame);
        text.AppendLine("}");
        PinChange.AppendElements(text, table);
        return text.ToString();
    }

    private static void AppendMaps(StringBuilder text)
    {
        foreach (var (family, type, raw) in new[] { ('4', "ipv4_addr", "@nh,352,32"), ('6', "ipv6_addr", "@nh,576,128") })
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                  map pin{{family}} {
                    type {{type}} : ether_addr
                  }
                  map quoted{{family}} {
                    typeof {{raw}} : ether daddr
                  }
                  map flows{{family}} {
                    type {{type}} : ether_addr
                    size 65536
                    flags dynamic,timeout
                    timeout 30m
                  }
                  set hold{{family}} {
                    type {{type}}
                  }
                """);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $$"""
              map spread {
                typeof numgen inc mod {{ForwardingTable.PlaceCount}} : ether daddr
              }
            """);
    }

    /// <summary>
    /// A switch that has forgotten a hardware address sends its frames to everybody: here they are seen before the kernel drops them, and two balancers would
    /// both pass them on.
    /// </summary>
    private static void AppendChains(StringBuilder text, TableFrame frame)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $$"""
              chain ingress {
                type filter hook ingress device "{{frame.Interface}}" priority -300; policy accept;
                ether daddr != {{frame.Mac}} accept
            """);
        foreach (var address in frame.Addresses)
        {
            AppendSieve(text, address, string.Join(", ", frame.FlowPorts));
        }

        text.AppendLine("  }");
        foreach (var address in frame.Addresses)
        {
            AppendSources(text, frame, address.IsIPv6);
            AppendQuoted(text, frame, address.IsIPv6);
        }
    }

    /// <summary>What of the floating address is ours. A fragment without ports is steered as well: only its source counts.</summary>
    private static void AppendSieve(StringBuilder text, Ip address, string flowPorts)
    {
        var (family, match, fragment, errors) = address.IsIPv6
            ? ('6', $"ip6 daddr {address}", "exthdr frag exists", "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem }")
            : ('4', $"ip daddr {address}", "ip frag-off & 0x1fff != 0", "icmp type { destination-unreachable, time-exceeded, parameter-problem }");
        text.AppendLine(CultureInfo.InvariantCulture, $"    {match} tcp dport 179 goto to{family}");
        if (flowPorts.Length > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {match} udp dport {{ {flowPorts} }} goto to{family}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"    {match} {fragment} goto to{family}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    {match} {errors} goto errors{family}");
    }

    /// <summary>
    /// A pin comes first. An unknown source that opens a connection gets its place in the Maglev table and is learned; what follows goes
    /// where it was learned, whatever the Maglev table says by then, and is placed by it only when this balancer saw no beginning.
    /// </summary>
    private static void AppendSources(StringBuilder text, TableFrame frame, bool isIPv6)
    {
        var (family, source) = isIPv6 ? ('6', "ip6 saddr") : ('4', "ip saddr");
        var spread = Spread(source);
        var learn = $"update @flows{family} {{ {source} : ether daddr }}";
        var send = Send(frame);
        text.AppendLine(CultureInfo.InvariantCulture, $$"""
              chain to{{family}} {
                {{source}} @hold{{family}} counter drop
                ether saddr set {{frame.Mac}}
                ether daddr set {{source}} map @pin{{family}} {{send}}
                tcp flags & (syn | ack) == syn ether daddr set {{spread}} {{learn}} {{send}}
                meta l4proto tcp ether daddr set {{source}} map @flows{{family}} {{learn}} {{send}}
                ether daddr set {{source}} map @flows{{family}} {{send}}
                ether daddr set {{spread}} {{send}}
                counter drop
              }
            """);
    }

    private static void AppendQuoted(StringBuilder text, TableFrame frame, bool isIPv6)
    {
        var (family, quoted) = isIPv6 ? ('6', "@nh,576,128") : ('4', "@nh,352,32");
        text.AppendLine(CultureInfo.InvariantCulture, $$"""
              chain errors{{family}} {
                ether saddr set {{frame.Mac}}
                ether daddr set {{quoted}} map @quoted{{family}} {{Send(frame)}}
                ether daddr set {{Spread(quoted)}} {{Send(frame)}}
                counter drop
              }
            """);
    }

    private static string Spread(string source) => $"jhash {source} mod {ForwardingTable.PlaceCount} seed {Seed} map @spread";

    private static string Send(TableFrame frame) => $"counter fwd to \"{frame.Interface}\"";
}
