using System.Buffers.Binary;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Update;
using Xunit;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>
/// Writes an UPDATE again from its values, and compares: what came is brought into the form that Pierhead writes step by step, each
/// step that changes something is named, and then all octets must be the same.
/// </summary>
internal static class ExabgpReencoding
{
    public const string Same = "the same octets";

    private const int LengthsEnd = 4;

    /// <summary>How what is written differs, <see cref="Same"/> where it does not; fails where no step explains a difference.</summary>
    public static string Compare(ExabgpMessage message, ExabgpUpdate update)
    {
        var steps = new List<string>();
        var withdrawn = BinaryPrimitives.ReadUInt16BigEndian(message.Body);
        var length = BinaryPrimitives.ReadUInt16BigEndian(message.Body[(2 + withdrawn)..]);
        var attributes = Canonical(message.Body.Slice(LengthsEnd + withdrawn, length), update, steps);
        var canonical = update.Attributes.ToCanonicalBytes();
        canonical = message.Context.FourOctetAsn ? canonical : TwoOctetAttributes.Of(canonical);
        if (update.EndOfRib is null && update.Announced.Count == 0 && update.Withdrawn.Count == 0)
        {
            Assert.True(canonical.AsSpan().SequenceEqual(attributes), message.Name);
            return string.Join(", ", steps.Append("attributes alone: no NLRI that are read"));
        }

        var nlri = message.Body[(LengthsEnd + withdrawn + length)..];
        byte[] expected = [.. message.Body[..(2 + withdrawn)], (byte)(attributes.Length >> 8), (byte)attributes.Length, .. attributes, .. nlri];
        var written = Encode(message.Context, update, canonical);
        var body = written.AsSpan(MessageFramer.HeaderLength);
        Assert.True(body.SequenceEqual(expected), $"{message.Name}: {Convert.ToHexString(expected)} but {Convert.ToHexString(body)}");
        Assert.Equal(steps.Count == 0, written.AsSpan().SequenceEqual(message.Octets));
        return steps.Count == 0 ? Same : string.Join(", ", steps);
    }

    /// <summary>The attributes that came, in the form that Pierhead writes.</summary>
    private static byte[] Canonical(ReadOnlySpan<byte> octets, ExabgpUpdate update, List<string> steps)
    {
        var attributes = new List<(byte Type, byte Flags, byte[] Value)>();
        while (RawAttribute.TryRead(octets, out var attribute, out var taken))
        {
            if (attribute.Value.Length <= byte.MaxValue && (attribute.Flags & AttributeFlags.ExtendedLength) != 0)
            {
                steps.Add($"short {AttributeNames.Find(attribute.Type)} has the Extended Length bit");
            }

            attributes.Add((attribute.Type, attribute.CanonicalFlags, attribute.Value.ToArray()));
            octets = octets[taken..];
        }

        var hasUnreach = update.Withdrawn.Count != 0 || update.EndOfRib is not null;
        if (attributes.RemoveAll(each => each.Type == AttributeType.MpReachNlri && update.ReachFamily is null) != 0
            | attributes.RemoveAll(each => each.Type == AttributeType.MpUnreachNlri && !hasUnreach) != 0)
        {
            steps.Add("NLRI of another family");
        }

        if (attributes.RemoveAll(each => each.Type == AttributeType.NextHop && update.ReachFamily is not null) != 0)
        {
            steps.Add("NEXT_HOP beside MP_REACH_NLRI");
        }

        var sorted = attributes.OrderBy(each => each.Type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri ? 0 : each.Type).ToList();
        if (!sorted.SequenceEqual(attributes))
        {
            steps.Add("order of attributes (RFC 7606 section 5.1: MP_REACH_NLRI first)");
        }

        return Octets(sorted);
    }

    private static byte[] Octets(List<(byte Type, byte Flags, byte[] Value)> attributes)
    {
        var destination = new byte[MessageFramer.MaximumLength];
        var length = 0;
        foreach (var (type, flags, value) in attributes)
        {
            length += RawAttribute.Write(destination.AsSpan(length), type, flags, value);
        }

        return destination[..length];
    }

    private static byte[] Encode(DecodeContext context, ExabgpUpdate update, byte[] attributes)
    {
        var buffer = new byte[MessageFramer.MaximumLength];
        if (update.EndOfRib is { } ended)
        {
            return buffer[..UpdateEncoder.WriteEndOfRib(buffer, ended)];
        }

        Assert.True(update.Announced.Count == 0 || update.Withdrawn.Count == 0, "one thing a message");
        var isWithdrawal = update.Withdrawn.Count != 0;
        var items = isWithdrawal ? update.Withdrawn : update.Announced;
        var family = items[0].Family;
        var addPath = context.AddPath.Contains(family);
        var encoder = isWithdrawal
            ? UpdateEncoder.Withdraw(buffer, family, addPath)
            : UpdateEncoder.Announce(buffer, family, attributes, update.ReachFamily is null ? default : NextHopOnWire(update), addPath);
        foreach (var item in items)
        {
            Assert.True(encoder.TryAddOctets(item.Encode(isWithdrawal)));
        }

        return buffer[..encoder.Finish()];
    }

    /// <summary>In VPN families of prefixes behind a route distinguisher of zeros.</summary>
    private static byte[] NextHopOnWire(ExabgpUpdate update) => update.ReachFamily is Family.VpnV4 or Family.VpnV6
        ? [.. new byte[8], .. update.ReachNextHop]
        : update.ReachNextHop;
}
