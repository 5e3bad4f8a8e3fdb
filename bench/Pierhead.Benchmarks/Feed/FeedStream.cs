using System.Buffers.Binary;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.Feed;

/// <summary>
/// UPDATE messages (RFC 4271 section 4.3) that are ready to be sent, but for the next hops. Routers share streams; what is sent is a copy
/// with the router's own next hops in it.
/// </summary>
internal sealed class FeedStream
{
    private readonly List<FeedMessage> _messages = [];
    private byte[] _octets = new byte[1 << 16];

    public IReadOnlyList<FeedMessage> Messages => _messages;

    public int Length { get; private set; }

    public int Routes { get; private set; }

    public ReadOnlySpan<byte> Octets(in FeedMessage message) => _octets.AsSpan(message.Offset, message.Length);

    public ReadOnlySpan<byte> Nlri(in FeedMessage message) => _octets.AsSpan(message.Offset + message.NlriAt, message.NlriLength);

    /// <summary>Adds routes with the same attributes, in as many messages as they need.</summary>
    /// <param name="attributes">By ascending type code, without next hop and MP_REACH_NLRI.</param>
    public void Add(ReadOnlySpan<byte> attributes, ReadOnlySpan<IpPrefix> prefixes, int slot)
    {
        while (!prefixes.IsEmpty)
        {
            prefixes = prefixes[AddOne(attributes, prefixes, slot)..];
        }
    }

    /// <summary>Copies a run of messages, with a router's next hops in them.</summary>
    public int Copy(int first, int count, uint router, Span<byte> destination)
    {
        var from = _messages[first].Offset;
        var last = _messages[first + count - 1];
        var length = last.Offset + last.Length - from;
        _octets.AsSpan(from, length).CopyTo(destination);
        for (var index = first; index < first + count; index++)
        {
            var message = _messages[index];
            BinaryPrimitives.WriteUInt32BigEndian(destination[(message.Offset - from + message.NextHopAt)..], NextHop(router, message.Slot));
        }

        return length;
    }

    /// <summary>Writes a message that withdraws all routes of another one.</summary>
    public int WriteWithdrawal(in FeedMessage message, Span<byte> destination)
    {
        var nlri = Nlri(message);
        var body = destination[MessageFramer.HeaderLength..];
        int length;
        if (message.IsIPv6)
        {
            byte[] family = [0, 2, 1];
            BinaryPrimitives.WriteUInt16BigEndian(body, 0);
            length = RawAttribute.Write(body[4..], AttributeType.MpUnreachNlri, AttributeFlags.OptionalNonTransitive, [.. family, .. nlri]);
            BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)length);
        }
        else
        {
            length = nlri.Length;
            BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)length);
            nlri.CopyTo(body[2..]);
            BinaryPrimitives.WriteUInt16BigEndian(body[(2 + length)..], 0);
        }

        MessageFramer.WriteHeader(destination, BgpMessageType.Update, MessageFramer.HeaderLength + 4 + length);
        return MessageFramer.HeaderLength + 4 + length;
    }

    // 11.0.0.0/8 holds 32 next hops of half a million routers; IPv6 next hops end in the same four octets.
    private static uint NextHop(uint router, int slot) => 0x0B00_0000 | ((router + 1) << 5) | (uint)slot;

    private int AddOne(ReadOnlySpan<byte> attributes, ReadOnlySpan<IpPrefix> prefixes, int slot)
    {
        var isIPv6 = prefixes[0].IsIPv6;
        var room = MessageFramer.MaximumLength - MessageFramer.HeaderLength - 4 - attributes.Length - 32;
        Span<byte> nlri = stackalloc byte[MessageFramer.MaximumLength];
        var writer = new NlriWriter(nlri[..room], addPath: false);
        var taken = 0;
        while (taken < prefixes.Length && (isIPv6
            ? writer.TryWriteV6(prefixes[taken].Address.High, prefixes[taken].Address.Low, prefixes[taken].Length)
            : writer.TryWriteV4(prefixes[taken].Address.V4, prefixes[taken].Length)))
        {
            taken++;
        }

        Write(attributes, nlri[..writer.Length], slot, isIPv6, taken);
        return taken;
    }

    private void Write(ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nlri, int slot, bool isIPv6, int routes)
    {
        if (_octets.Length - Length < MessageFramer.MaximumLength)
        {
            Array.Resize(ref _octets, _octets.Length * 2);
        }

        var message = _octets.AsSpan(Length);
        var at = MessageFramer.HeaderLength + 4;
        int nextHopAt;
        int nlriAt;
        if (isIPv6)
        {
            byte[] value = [0, 2, 1, 16, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. nlri];
            at += RawAttribute.Write(message[at..], AttributeType.MpReachNlri, AttributeFlags.OptionalNonTransitive, value);
            nlriAt = at - nlri.Length;
            nextHopAt = nlriAt - 5;
            attributes.CopyTo(message[at..]);
            at += attributes.Length;
        }
        else
        {
            var head = OctetsBefore(AttributeType.NextHop, attributes);
            attributes[..head].CopyTo(message[at..]);
            at += head;
            at += RawAttribute.Write(message[at..], AttributeType.NextHop, AttributeFlags.WellKnown, [0, 0, 0, 0]);
            nextHopAt = at - 4;
            attributes[head..].CopyTo(message[at..]);
            at += attributes.Length - head;
            nlriAt = at;
        }

        BinaryPrimitives.WriteUInt16BigEndian(message[MessageFramer.HeaderLength..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[(MessageFramer.HeaderLength + 2)..], (ushort)(at - MessageFramer.HeaderLength - 4));
        if (!isIPv6)
        {
            nlri.CopyTo(message[at..]);
            at += nlri.Length;
        }

        MessageFramer.WriteHeader(message, BgpMessageType.Update, at);
        _messages.Add(new FeedMessage(Length, at, nextHopAt, nlriAt, nlri.Length, routes, slot, isIPv6));
        Length += at;
        Routes += routes;
    }

    /// <summary>Octets of the attributes that stand before one of a type, in the order of types (RFC 4271 section 5).</summary>
    private static int OctetsBefore(byte type, ReadOnlySpan<byte> attributes)
    {
        var at = 0;
        while (at < attributes.Length && attributes[at + 1] < type)
        {
            var isLong = (attributes[at] & AttributeFlags.ExtendedLength) != 0;
            at += isLong ? 4 + BinaryPrimitives.ReadUInt16BigEndian(attributes[(at + 2)..]) : 3 + attributes[at + 2];
        }

        return at;
    }
}
