using System.Buffers.Binary;
using Pierhead.Routing;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.InProcess;

/// <summary>UPDATE messages as they come out of a socket, headers and all.</summary>
public sealed class UpdateStream
{
    /// <summary>Messages applied together, as a lane does.</summary>
    public const int Batch = 64;

    private readonly List<MessageFrame> _frames = [];
    private byte[] _buffer = new byte[1 << 20];
    private int _length;

    public int Messages => _frames.Count;

    public int Octets => _length;

    public void Add(ReadOnlySpan<byte> shared, IpPrefix[] prefixes, uint nextHop)
    {
        if (_buffer.Length - _length < 8192)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        Span<byte> nlri = stackalloc byte[4096];
        var writer = Nlri(nlri, prefixes);
        var start = _length;
        var message = _buffer.AsSpan(start);
        var at = MessageFramer.HeaderLength + 4;
        at += RawAttribute.Write(message[at..], AttributeType.Origin, 0x40, [0]);
        shared.CopyTo(message[at..]);
        at += shared.Length;
        at += RawAttribute.Write(message[at..], AttributeType.LocalPref, 0x40, [0, 0, 0, 100]);
        var isIPv6 = prefixes[0].IsIPv6;
        at += isIPv6 ? MpReach(message[at..], nlri[..writer.Length], nextHop) : RawAttribute.Write(message[at..], AttributeType.NextHop, 0x40, Octets4(nextHop));
        BinaryPrimitives.WriteUInt16BigEndian(message[(MessageFramer.HeaderLength + 2)..], (ushort)(at - MessageFramer.HeaderLength - 4));
        message.Slice(MessageFramer.HeaderLength, 2).Clear();
        if (!isIPv6)
        {
            nlri[..writer.Length].CopyTo(message[at..]);
            at += writer.Length;
        }

        MessageFramer.WriteHeader(message, BgpMessageType.Update, at);
        _frames.Add(new MessageFrame(BgpMessageType.Update, start + MessageFramer.HeaderLength, at - MessageFramer.HeaderLength));
        _length += at;
    }

    /// <summary>A message that withdraws prefixes of one family.</summary>
    public void AddWithdrawal(IpPrefix[] prefixes)
    {
        if (_buffer.Length - _length < 8192)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        Span<byte> nlri = stackalloc byte[4096];
        var writer = Nlri(nlri, prefixes);
        var start = _length;
        var message = _buffer.AsSpan(start);
        var at = MessageFramer.HeaderLength;
        if (prefixes[0].IsIPv6)
        {
            byte[] value = [0, 2, 1, .. nlri[..writer.Length]];
            var octets = RawAttribute.Write(message[(at + 4)..], AttributeType.MpUnreachNlri, 0x80, value);
            BinaryPrimitives.WriteUInt16BigEndian(message[at..], 0);
            BinaryPrimitives.WriteUInt16BigEndian(message[(at + 2)..], (ushort)octets);
            at += 4 + octets;
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(message[at..], (ushort)writer.Length);
            nlri[..writer.Length].CopyTo(message[(at + 2)..]);
            at += 2 + writer.Length;
            BinaryPrimitives.WriteUInt16BigEndian(message[at..], 0);
            at += 2;
        }

        MessageFramer.WriteHeader(message, BgpMessageType.Update, at);
        _frames.Add(new MessageFrame(BgpMessageType.Update, start + MessageFramer.HeaderLength, at - MessageFramer.HeaderLength));
        _length += at;
    }

    /// <summary>Applies everything, 64 messages at a time.</summary>
    public void ApplyTo(AdjRibIn table, DateTimeOffset now)
    {
        for (var at = 0; at < _frames.Count; at += Batch)
        {
            ApplyTo(table, now, at, Math.Min(Batch, _frames.Count - at));
        }
    }

    /// <summary>Applies some of the messages, at most 64.</summary>
    public void ApplyTo(AdjRibIn table, DateTimeOffset now, int first, int count)
    {
        table.Apply(_buffer, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_frames).Slice(first, count), now, out var result);
        if (result.Applied != count || !result.WorstFault.IsNone)
        {
            throw new InvalidOperationException($"Not applied: {result}.");
        }
    }

    /// <summary>Decodes everything and reads every prefix, without a table; the number of prefixes.</summary>
    public int Decode(in DecodeContext context)
    {
        var count = 0;
        foreach (var frame in _frames)
        {
            var fault = UpdateMessage.Decode(_buffer.AsSpan(frame.BodyOffset, frame.BodyLength), context, out var update);
            if (!fault.IsNone)
            {
                throw new InvalidOperationException($"Not decoded: {fault}.");
            }

            var v4 = new NlriReader(update.Nlri, ipv6: false, addPath: false);
            while (v4.TryReadV4(out _, out _, out _))
            {
                count++;
            }

            var v6 = new NlriReader(update.ReachNlri, ipv6: true, addPath: false);
            while (v6.TryReadV6(out _, out _, out _, out _))
            {
                count++;
            }
        }

        return count;
    }

    private static NlriWriter Nlri(Span<byte> destination, IpPrefix[] prefixes)
    {
        var writer = new NlriWriter(destination, addPath: false);
        foreach (var prefix in prefixes)
        {
            _ = prefix.IsIPv6
                ? writer.TryWriteV6(prefix.Address.High, prefix.Address.Low, prefix.Length)
                : writer.TryWriteV4(prefix.Address.V4, prefix.Length);
        }

        return writer;
    }

    private static byte[] Octets4(uint address) => [10, (byte)(address >> 16), (byte)(address >> 8), (byte)address];

    private static int MpReach(Span<byte> destination, ReadOnlySpan<byte> nlri, uint nextHop)
    {
        byte[] value = [0, 2, 1, 16, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, .. Octets4(nextHop), 0, .. nlri];
        return RawAttribute.Write(destination, AttributeType.MpReachNlri, 0x80, value);
    }
}
