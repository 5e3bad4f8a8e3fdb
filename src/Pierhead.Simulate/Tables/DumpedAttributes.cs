using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Mrt;

namespace Pierhead.Simulate.Tables;

/// <summary>Turns the attributes of a dumped route into a set: by ascending type code, without what is the router's own, with a LOCAL_PREF.</summary>
internal static class DumpedAttributes
{
    private const uint DefaultLocalPref = 100;

    /// <summary>False where they are malformed, or longer than a set may be.</summary>
    public static bool TryCopy(ReadOnlySpan<byte> attributes, Span<byte> destination, out int length)
    {
        length = 0;
        if (attributes.Length > AttributeSets.MaximumLength)
        {
            return false;
        }

        var writer = new AttributeWriter(destination);
        var last = 0;
        while (TryFindNext(attributes, last, out var type, out var attribute, out var malformed))
        {
            if (last < AttributeType.LocalPref && type > AttributeType.LocalPref)
            {
                writer.Number(AttributeType.LocalPref, AttributeFlags.WellKnown, DefaultLocalPref);
            }

            last = type;
            if (!IsTheRouters(type))
            {
                writer.Copy(attribute);
            }

            if (malformed)
            {
                return false;
            }
        }

        if (last < AttributeType.LocalPref)
        {
            writer.Number(AttributeType.LocalPref, AttributeFlags.WellKnown, DefaultLocalPref);
        }

        length = writer.Length;
        return length <= AttributeSets.MaximumLength;
    }

    /// <summary>Which of the router's next hops a route has: those with the same one in the dump have the same one of the router's.</summary>
    public static int NextHopSlot(ReadOnlySpan<byte> attributes)
    {
        var hash = 0UL;
        foreach (var octet in MrtNextHop.Find(attributes))
        {
            hash = SeededRandom.Mix(hash, octet);
        }

        for (var rest = attributes; RawAttribute.TryRead(rest, out var attribute, out var octets); rest = rest[octets..])
        {
            if (attribute.Type == AttributeType.NextHop)
            {
                foreach (var octet in attribute.Value)
                {
                    hash = SeededRandom.Mix(hash, octet);
                }
            }
        }

        return (int)(hash % AttributeSets.NextHopSlots);
    }

    private static bool IsTheRouters(byte type) =>
        type is AttributeType.NextHop or AttributeType.MpReachNlri or AttributeType.OriginatorId or AttributeType.ClusterList;

    /// <summary>The attribute with the lowest type code above <paramref name="after"/>: sets are small, and mostly in order already.</summary>
    private static bool TryFindNext(
        ReadOnlySpan<byte> attributes, int after, out byte type, out ReadOnlySpan<byte> found, out bool malformed)
    {
        type = 0;
        found = default;
        var rest = attributes;
        for (; RawAttribute.TryRead(rest, out var attribute, out var octets); rest = rest[octets..])
        {
            if (attribute.Type > after && (found.IsEmpty || attribute.Type < type))
            {
                type = attribute.Type;
                found = rest[..octets];
            }
        }

        malformed = !rest.IsEmpty;
        return !found.IsEmpty;
    }
}
