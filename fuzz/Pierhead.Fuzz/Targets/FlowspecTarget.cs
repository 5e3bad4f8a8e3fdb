using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Flowspec;

namespace Pierhead.Fuzz.Targets;

/// <summary>Flowspec rules (RFC 8955, RFC 8956): the first octet says the family.</summary>
internal sealed class FlowspecTarget : FuzzTarget
{
    public override string Name => "flowspec";

    public override IEnumerable<byte[]> Seeds() =>
    [
        [0, .. Samples.Nlri(Family.IPv4Flowspec, addPath: false, isWithdrawal: false)[1..]],
        [1, .. Samples.Nlri(Family.IPv6Flowspec, addPath: false, isWithdrawal: false)[1..]],
        [0, 9, 0x81, 2], [0, 5, 3, 4, 0, 0xD5, 8, 0], [1, 2, 0x60, 0x40, 1, 2, 3, 4], [1, 13, 0xA1, 0, 1, 0, 0],
    ];

    public override void Run(byte[] input)
    {
        // The length of a rule has twelve bits on the wire (RFC 8955 section 4.1).
        if (input.Length is 0 or > 4096)
        {
            return;
        }

        var ipv6 = (input[0] & 1) != 0;
        var isValid = FlowspecSyntax.IsValid(input.AsSpan(1), ipv6);
        Check(FlowspecRule.TryDecode(input.AsSpan(1), ipv6, out var rule) == isValid, "a rule is what the syntax allows");
        if (rule is null)
        {
            return;
        }

        var text = rule.ToString();
        Check(FlowspecRule.TryParse(text, ipv6, out var parsed, out var problem), $"'{text}' is read again: {problem}");
        Check(parsed!.ToString() == text, "and has the same text");
        Check(FlowspecSyntax.IsValid(parsed.Components.Span, ipv6), "and is a rule");
    }
}
