using System.Buffers.Binary;
using System.Diagnostics;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Hosting;

/// <summary>
/// Puts made-up UPDATE messages through tables of their own before the first router is let in. The runtime compiles a method well only
/// after it has run for a while; without this the flood of every router's first table would run on the slow code, and be over before it
/// is replaced (docs/decisions/0004-runtime-settings.md).
/// </summary>
internal static class Rehearsal
{
    private const int Batch = 64;
    private const int Batches = 16;
    private const int PrefixesAMessage = 8;

    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(400);

    // Between rounds, so that what compiles in the background gets on where there are few cores.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Rehearses for less than half a second. Whatever it used is given back.</summary>
    public static void Run(CancellationToken stop)
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var buffer = new byte[MessageFramer.MaximumLength * Batch];
        var frames = new MessageFrame[Batch];
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; Stopwatch.GetElapsedTime(started) < Time && !stop.IsCancellationRequested; round++)
        {
            // Two sessions: one finds most things new, the other finds them known.
            for (var router = 0u; router < 2; router++)
            {
                var table = tables.Open(new SessionKey(new DeviceId(new TenantId("rehearsal"), "router"), Ip.FromV4(router)));
                table.SessionUp(
                    new DecodeContext(FamilySet.Of(Family.IPv4, Family.IPv6), FamilySet.Empty, FourOctetAsn: true, Internal: true),
                    PrefixLimits.None,
                    DateTimeOffset.UnixEpoch);
                for (var batch = 0; batch < Batches; batch++)
                {
                    Fill(buffer, frames, (uint)(((round * Batches) + batch) * Batch), router, isIPv6: batch % 4 == 3);
                    table.Apply(buffer, frames, DateTimeOffset.UnixEpoch, out var result);
                    Debug.Assert(result.Applied == Batch && result.WorstFault.IsNone, "what is rehearsed with is right");
                }
            }

            Thread.Sleep(Pause);
        }
    }

    private static void Fill(byte[] buffer, MessageFrame[] frames, uint first, uint router, bool isIPv6)
    {
        var at = 0;
        for (var index = 0; index < frames.Length; index++)
        {
            var length = Write(buffer.AsSpan(at), first + (uint)index, router, isIPv6);
            frames[index] = new MessageFrame(BgpMessageType.Update, at + MessageFramer.HeaderLength, length - MessageFramer.HeaderLength);
            at += length;
        }
    }

    private static int Write(Span<byte> message, uint number, uint router, bool isIPv6)
    {
        Span<byte> nlri = stackalloc byte[256];
        Span<byte> value = stackalloc byte[512];
        var prefixes = new NlriWriter(nlri, addPath: false);
        for (var index = 0u; index < PrefixesAMessage; index++)
        {
            var prefix = (number * PrefixesAMessage) + index;
            _ = isIPv6
                ? prefixes.TryWriteV6(0x2400_0000_0000_0000UL | ((ulong)prefix << 16), 0, 48)
                : prefixes.TryWriteV4(0x0100_0000 + (prefix << 8), 24);
        }

        var at = MessageFramer.HeaderLength + 4;
        at += RawAttribute.Write(message[at..], AttributeType.Origin, 0x40, [0]);
        value[0] = 2;
        value[1] = 4;
        for (var hop = 0; hop < 4; hop++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(value[(2 + (hop * 4))..], 64_500 + (number >> (hop * 3)));
        }

        at += RawAttribute.Write(message[at..], AttributeType.AsPath, 0x40, value[..18]);
        at += RawAttribute.Write(message[at..], AttributeType.LocalPref, 0x40, [0, 0, 0, 100]);
        BinaryPrimitives.WriteUInt32BigEndian(value, number / 3);
        at += RawAttribute.Write(message[at..], AttributeType.Communities, 0xC0, value[..4]);
        if (isIPv6)
        {
            ReadOnlySpan<byte> head = [0, 2, 1, 16, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)router, (byte)(number % 32), 0];
            head.CopyTo(value);
            nlri[..prefixes.Length].CopyTo(value[head.Length..]);
            at += RawAttribute.Write(message[at..], AttributeType.MpReachNlri, 0x80, value[..(head.Length + prefixes.Length)]);
        }
        else
        {
            at += RawAttribute.Write(message[at..], AttributeType.NextHop, 0x40, [10, 0, (byte)router, (byte)(number % 32)]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(message[(MessageFramer.HeaderLength + 2)..], (ushort)(at - MessageFramer.HeaderLength - 4));
        message.Slice(MessageFramer.HeaderLength, 2).Clear();
        if (!isIPv6)
        {
            nlri[..prefixes.Length].CopyTo(message[at..]);
            at += prefixes.Length;
        }

        MessageFramer.WriteHeader(message, BgpMessageType.Update, at);
        return at;
    }
}
