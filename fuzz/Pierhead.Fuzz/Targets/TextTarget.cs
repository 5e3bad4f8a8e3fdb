using System.Text;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Net;

namespace Pierhead.Fuzz.Targets;

/// <summary>Everything that is read from a person's text: what is taken is written as it stood.</summary>
internal sealed class TextTarget : FuzzTarget
{
    private static readonly string[] Words =
    [
        "64500:1", "64500:7:8", "192.0.2.1:1", "4200000000:1", "64500L:1", "0x0003000000000001", "rt:64500:1", "ro:192.0.2.1:1", "redirect:64500:1",
        "traffic-rate-bytes:0:12500", "traffic-action:sample+continue", "color:0:100", "203.0.113.0/24", "2001:db8::/32", "2001:db8::1",
        "destination 203.0.113.0/24 protocol =17 destination-port =53|>=1024&<=2048", "tcp-flags =syn&!ack fragment is-fragment/2",
        "destination ::1234:5678:0:0/96/64 flow-label =1",
    ];

    public override string Name => "text";

    public override IEnumerable<byte[]> Seeds() => Words.Select(Encoding.UTF8.GetBytes);

    public override void Run(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        Same(text, RouteDistinguisher.TryParse(text, out var distinguisher), distinguisher, StringComparison.OrdinalIgnoreCase);
        Same(text, Community.TryParse(text, out var community), community);
        Same(text, LargeCommunity.TryParse(text, out var large), large);
        Same(text, ExtendedCommunity.TryParse(text, out var extended), extended);
        Same(text, Asn.TryParse(text, out var asn), asn);
        foreach (var ipv6 in new[] { false, true })
        {
            var isRead = FlowspecRule.TryParse(text, ipv6, out var rule, out var problem);
            Check(isRead == problem is null && isRead == rule is not null, "a rule, or a problem");
            if (rule is not null)
            {
                // Addresses of IPv6 have several texts, so the second reading is what must stand.
                Check(FlowspecRule.TryParse(rule.ToString(), ipv6, out var again, out _) && again.Equals(rule), "a rule's text is the rule");
            }
        }

        if (IpPrefix.TryParse(text, out var prefix))
        {
            Check(IpPrefix.TryParse(prefix.ToString(), out var again) && again == prefix, "a prefix's text is the prefix");
        }
    }

    private static void Same<T>(string text, bool isRead, T value, StringComparison comparison = StringComparison.Ordinal)
        where T : struct => Check(!isRead || string.Equals(text, value.ToString(), comparison), $"{typeof(T).Name} '{text}' is written as it stood");
}
