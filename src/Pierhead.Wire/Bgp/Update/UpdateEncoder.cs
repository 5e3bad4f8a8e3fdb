using System.Buffers.Binary;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Update;

/// <summary>
/// Builds one UPDATE message in a span, whose length is the greatest the message may have: prefixes are added while they fit,
/// then <see cref="Finish"/> completes the message. Allocates nothing. IPv4 unicast goes into the message's own fields; with a
/// next hop given, and for IPv6, into MP_REACH_NLRI, which is put first (RFC 7606 section 5.1).
/// <code>
/// var update = UpdateEncoder.Announce(buffer, Family.IPv4, attributes);
/// while (more &amp;&amp; update.TryAdd(prefix)) ...
/// socket.Send(buffer[..update.Finish()]);
/// </code>
/// </summary>
public ref struct UpdateEncoder
{
    private const int LengthsEnd = MessageFramer.HeaderLength + 4;
    private const int ExtendedHead = 4;

    private readonly Span<byte> _destination;
    private readonly ReadOnlySpan<byte> _attributes;
    private readonly Form _form;
    private readonly int _nlriOffset;
    private NlriWriter _nlri;

    private UpdateEncoder(Span<byte> destination, ReadOnlySpan<byte> attributes, Form form, int nlriOffset, int room, bool addPath)
    {
        _destination = destination;
        _attributes = attributes;
        _form = form;
        _nlriOffset = nlriOffset;
        _nlri = new NlriWriter(room > 0 ? destination.Slice(nlriOffset, room) : default, addPath);
    }

    private enum Form : byte
    {
        Announce,
        Withdraw,
        Reach,
        Unreach,
    }

    /// <summary>Prefixes added so far.</summary>
    public int Count { get; private set; }

    /// <summary>Begins an announcement.</summary>
    /// <param name="destination">Where the message goes, exactly as long as it may become.</param>
    /// <param name="family">The family; of others than IPv4 and IPv6 NLRI are added by <see cref="TryAddOctets"/>.</param>
    /// <param name="attributes">Attributes as they are to be sent; NEXT_HOP is left out where MP_REACH_NLRI is used.</param>
    /// <param name="nextHop">For MP_REACH_NLRI, as it is on the wire. None for IPv4 whose NEXT_HOP is among the attributes, and for rules.</param>
    /// <param name="addPath">Whether prefixes carry path identifiers.</param>
    public static UpdateEncoder Announce(
        Span<byte> destination, Family family, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nextHop = default, bool addPath = false)
    {
        if (nextHop.IsEmpty && family == Family.IPv4)
        {
            // The attributes stand before the prefixes, and are known: they are put in place at once.
            var offset = LengthsEnd + attributes.Length;
            if (offset <= destination.Length)
            {
                attributes.CopyTo(destination[LengthsEnd..]);
            }

            return new UpdateEncoder(destination, attributes, Form.Announce, offset, destination.Length - offset, addPath);
        }

        var nlri = LengthsEnd + ExtendedHead + 5 + nextHop.Length;
        var encoder = new UpdateEncoder(
            destination, attributes, Form.Reach, nlri, destination.Length - nlri - attributes.Length, addPath);
        if (nlri <= destination.Length)
        {
            var value = destination[(LengthsEnd + ExtendedHead)..];
            WriteFamily(value, family);
            value[3] = (byte)nextHop.Length;
            nextHop.CopyTo(value[4..]);
            value[4 + nextHop.Length] = 0;
        }

        return encoder;
    }

    /// <summary>Begins a withdrawal: IPv4 in the message's own field, IPv6 in MP_UNREACH_NLRI.</summary>
    public static UpdateEncoder Withdraw(Span<byte> destination, Family family, bool addPath = false)
    {
        if (family == Family.IPv4)
        {
            const int Withdrawn = MessageFramer.HeaderLength + 2;
            return new UpdateEncoder(destination, default, Form.Withdraw, Withdrawn, destination.Length - Withdrawn - 2, addPath);
        }

        const int Nlri = LengthsEnd + ExtendedHead + 3;
        var encoder = new UpdateEncoder(destination, default, Form.Unreach, Nlri, destination.Length - Nlri, addPath);
        WriteFamily(destination[(LengthsEnd + ExtendedHead)..], family);
        return encoder;
    }

    /// <summary>Writes the End-of-RIB marker of a family (RFC 4724 section 2) and returns its length.</summary>
    public static int WriteEndOfRib(Span<byte> destination, Family family) => Withdraw(destination, family).Finish();

    /// <summary>Adds a prefix; false, and nothing changed, where the message is full.</summary>
    public bool TryAdd(IpPrefix prefix, uint pathId = 0) => prefix.IsIPv6
        ? TryAddV6(prefix.Address.High, prefix.Address.Low, prefix.Length, pathId)
        : TryAddV4(prefix.Address.V4, prefix.Length, pathId);

    /// <summary>Adds a prefix of IPv4; false, and nothing changed, where the message is full.</summary>
    public bool TryAddV4(uint address, byte length, uint pathId = 0)
    {
        if (!_nlri.TryWriteV4(address, length, pathId))
        {
            return false;
        }

        Count++;
        return true;
    }

    /// <summary>Adds a prefix of IPv6; false, and nothing changed, where the message is full.</summary>
    public bool TryAddV6(ulong high, ulong low, byte length, uint pathId = 0)
    {
        if (!_nlri.TryWriteV6(high, low, length, pathId))
        {
            return false;
        }

        Count++;
        return true;
    }

    /// <summary>Adds NLRI of any family as they are on the wire; false, and nothing changed, where the message is full.</summary>
    public bool TryAddOctets(ReadOnlySpan<byte> nlri)
    {
        if (!_nlri.TryWriteOctets(nlri))
        {
            return false;
        }

        Count++;
        return true;
    }

    /// <summary>
    /// Completes the message and returns its length. Not to be called on an announcement without a prefix: that no prefix could
    /// be added shows that the attributes leave no room.
    /// </summary>
    public readonly int Finish()
    {
        var end = _nlriOffset + _nlri.Length;
        switch (_form)
        {
            case Form.Announce:
                WriteLengths(0, _attributes.Length);
                break;
            case Form.Withdraw:
                BinaryPrimitives.WriteUInt16BigEndian(_destination[MessageFramer.HeaderLength..], (ushort)_nlri.Length);
                BinaryPrimitives.WriteUInt16BigEndian(_destination[end..], 0);
                end += 2;
                break;
            default:
                end = FinishMultiProtocol(end);
                break;
        }

        MessageFramer.WriteHeader(_destination, BgpMessageType.Update, end);
        return end;
    }

    private readonly int FinishMultiProtocol(int end)
    {
        const int Start = LengthsEnd + ExtendedHead;
        var length = end - Start;
        var head = _destination[LengthsEnd..];
        var type = _form == Form.Reach ? AttributeType.MpReachNlri : AttributeType.MpUnreachNlri;
        var written = RawAttribute.WriteHead(head, type, AttributeFlags.OptionalNonTransitive, length);
        if (written != ExtendedHead)
        {
            // RFC 4271 section 4.3: the longer head is for values longer than 255 octets only.
            _destination.Slice(Start, length).CopyTo(head[written..]);
        }

        end = LengthsEnd + written + length;
        var attributes = _attributes;
        while (RawAttribute.TryRead(attributes, out var attribute, out var octets))
        {
            if (attribute.Type is not (AttributeType.NextHop or AttributeType.MpReachNlri or AttributeType.MpUnreachNlri))
            {
                attributes[..octets].CopyTo(_destination[end..]);
                end += octets;
            }

            attributes = attributes[octets..];
        }

        WriteLengths(0, end - LengthsEnd);
        return end;
    }

    private readonly void WriteLengths(int withdrawn, int attributes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_destination[MessageFramer.HeaderLength..], (ushort)withdrawn);
        BinaryPrimitives.WriteUInt16BigEndian(_destination[(MessageFramer.HeaderLength + 2)..], (ushort)attributes);
    }

    private static void WriteFamily(Span<byte> destination, Family family)
    {
        var row = family.Row();
        BinaryPrimitives.WriteUInt16BigEndian(destination, row.Afi);
        destination[2] = row.Safi;
    }
}
