using System.Buffers.Binary;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Tests;

/// <summary>Attributes of a made-up route, and the octets of UPDATE messages that announce or withdraw with them.</summary>
internal sealed record TestAttributes(uint Origin, uint[] Path, uint? Med, uint? LocalPref, uint[] Communities, uint? Originator, uint[] Clusters, byte[] Unknown)
{
    /// <summary>Canonical octets, with NEXT_HOP where one is given.</summary>
    public byte[] Encode(Ip? nextHop)
    {
        var buffer = new byte[65535];
        var at = 0;
        at += RawAttribute.Write(buffer.AsSpan(at), AttributeType.Origin, 0x40, [(byte)Origin]);
        at += RawAttribute.Write(buffer.AsSpan(at), AttributeType.AsPath, 0x40, PathBytes());
        if (nextHop is { } hop)
        {
            at += RawAttribute.Write(buffer.AsSpan(at), AttributeType.NextHop, 0x40, Octets(hop));
        }

        at += Number(buffer.AsSpan(at), AttributeType.MultiExitDisc, 0x80, Med);
        at += Number(buffer.AsSpan(at), AttributeType.LocalPref, 0x40, LocalPref);
        if (Communities.Length > 0)
        {
            at += RawAttribute.Write(buffer.AsSpan(at), AttributeType.Communities, 0xC0, Numbers(Communities));
        }

        at += Number(buffer.AsSpan(at), AttributeType.OriginatorId, 0x80, Originator);
        if (Clusters.Length > 0)
        {
            at += RawAttribute.Write(buffer.AsSpan(at), AttributeType.ClusterList, 0x80, Numbers(Clusters));
        }

        if (Unknown.Length > 0)
        {
            at += RawAttribute.Write(buffer.AsSpan(at), 99, 0xE0, Unknown);
        }

        return buffer[..at];
    }

    private byte[] PathBytes()
    {
        if (Path.Length == 0)
        {
            return [];
        }

        var octets = new byte[2 + (Path.Length * 4)];
        octets[0] = 2;
        octets[1] = (byte)Path.Length;
        Numbers(Path).CopyTo(octets, 2);
        return octets;
    }

    private static byte[] Numbers(uint[] values)
    {
        var octets = new byte[values.Length * 4];
        for (var index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(index * 4), values[index]);
        }

        return octets;
    }

    private static int Number(Span<byte> destination, byte type, byte flags, uint? value) =>
        value is { } number ? RawAttribute.Write(destination, type, flags, Numbers([number])) : 0;

    internal static byte[] Octets(Ip address)
    {
        var octets = new byte[16];
        return octets[..address.WriteTo(octets)];
    }
}

/// <summary>Builds a receive buffer of UPDATE messages and applies it.</summary>
internal sealed class UpdateBytes
{
    private readonly List<byte> _buffer = [];
    private readonly List<MessageFrame> _frames = [];

    public int Count => _frames.Count;

    public static readonly DecodeContext Context = new(FamilySet.Of(Family.IPv4, Family.IPv6), FamilySet.Empty, FourOctetAsn: true, Internal: true);

    public UpdateBytes Announce(IEnumerable<IpPrefix> prefixes, TestAttributes attributes, Ip nextHop)
    {
        var list = prefixes.ToList();
        var nlri = Nlri(list);
        return list[0].IsIPv6
            ? Message([], [.. attributes.Encode(null), .. MpReach(nextHop, nlri)], [])
            : Message([], attributes.Encode(nextHop), nlri);
    }

    public UpdateBytes Withdraw(IEnumerable<IpPrefix> prefixes)
    {
        var list = prefixes.ToList();
        return list[0].IsIPv6 ? Message([], MpUnreach(Nlri(list)), []) : Message(Nlri(list), [], []);
    }

    public UpdateBytes EndOfRib(Family family) =>
        family == Family.IPv4 ? Message([], [], []) : Message([], MpUnreach([]), []);

    public UpdateBytes Message(byte[] withdrawn, byte[] attributes, byte[] nlri)
    {
        var body = new byte[4 + withdrawn.Length + attributes.Length + nlri.Length];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)withdrawn.Length);
        withdrawn.CopyTo(body, 2);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(2 + withdrawn.Length), (ushort)attributes.Length);
        attributes.CopyTo(body, 4 + withdrawn.Length);
        nlri.CopyTo(body, 4 + withdrawn.Length + attributes.Length);
        return Raw(body);
    }

    public UpdateBytes Raw(byte[] body)
    {
        _frames.Add(new MessageFrame(BgpMessageType.Update, _buffer.Count, body.Length));
        _buffer.AddRange(body);
        return this;
    }

    public (byte[] Buffer, MessageFrame[] Frames) Take() => (_buffer.ToArray(), _frames.ToArray());

    public ApplyResult ApplyTo(AdjRibIn table, DateTimeOffset now)
    {
        table.Apply(_buffer.ToArray(), _frames.ToArray(), now, out var result);
        return result;
    }

    internal static byte[] Nlri(IReadOnlyList<IpPrefix> prefixes)
    {
        var buffer = new byte[prefixes.Count * 17];
        var writer = new NlriWriter(buffer, addPath: false);
        foreach (var prefix in prefixes)
        {
            _ = prefix.IsIPv6
                ? writer.TryWriteV6(prefix.Address.High, prefix.Address.Low, prefix.Length)
                : writer.TryWriteV4(prefix.Address.V4, prefix.Length);
        }

        return buffer[..writer.Length];
    }

    private static byte[] MpReach(Ip nextHop, byte[] nlri)
    {
        var hop = TestAttributes.Octets(nextHop);
        byte[] value = [0, 2, 1, (byte)hop.Length, .. hop, 0, .. nlri];
        var octets = new byte[value.Length + 4];
        return octets[..RawAttribute.Write(octets, AttributeType.MpReachNlri, 0x80, value)];
    }

    private static byte[] MpUnreach(byte[] nlri)
    {
        byte[] value = [0, 2, 1, .. nlri];
        var octets = new byte[value.Length + 4];
        return octets[..RawAttribute.Write(octets, AttributeType.MpUnreachNlri, 0x80, value)];
    }
}
