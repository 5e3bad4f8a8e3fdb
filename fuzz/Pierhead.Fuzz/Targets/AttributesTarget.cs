using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Fuzz.Targets;

/// <summary>Path attributes as objects, and canonical octets again.</summary>
internal sealed class AttributesTarget : FuzzTarget
{
    public override string Name => "attributes";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Samples.Attributes;
        byte[] rest = Samples.Attributes;
        while (RawAttribute.TryRead(rest, out _, out var octets))
        {
            yield return rest[..octets];
            rest = rest[octets..];
        }
    }

    public override void Run(byte[] input)
    {
        var attributes = PathAttributes.Decode(input);
        var canonical = attributes.ToCanonicalBytes();
        var again = PathAttributes.Decode(canonical);
        Check(attributes.Equals(again), "canonical octets are the same attributes");
        Check(again.ToCanonicalBytes().AsSpan().SequenceEqual(canonical), "and stay what they are");
        foreach (var community in attributes.ExtendedCommunities)
        {
            Check(ExtendedCommunity.TryParse(community.ToString(), out var parsed) && parsed == community, "a community's text is its own");
        }

        _ = attributes.AsPath?.ToString();
        _ = attributes.PmsiTunnel?.ToString();
        _ = string.Join(' ', attributes.IPv6ExtendedCommunities);
    }
}
