using System.Buffers.Binary;
using System.IO.Compression;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Tests.Node;

/// <summary>UPDATE messages of IPv4 routes as nobody should send them; right by the letter.</summary>
internal static class AbuseUpdates
{
    // RFC 4271 section 4.3 calls them path segments; each has at most so many AS numbers.
    private const int LongestSegment = 255;
    private const int Unassigned = 222;

    /// <summary>ORIGIN, AS_PATH, NEXT_HOP and LOCAL_PREF.</summary>
    public static byte[] Attributes(params uint[] path)
    {
        byte[] segments = [.. path.Chunk(LongestSegment).SelectMany(chunk => (byte[])[2, (byte)chunk.Length, .. chunk.SelectMany(Octets)])];
        return
        [
            .. Attribute(AttributeType.Origin, 0x40, [0]),
            .. Attribute(AttributeType.AsPath, 0x40, segments),
            .. Attribute(AttributeType.NextHop, 0x40, [192, 0, 2, 1]),
            .. Attribute(AttributeType.LocalPref, 0x40, [0, 0, 0, 100]),
        ];
    }

    /// <summary>An optional transitive attribute that nobody knows.</summary>
    public static byte[] Unknown(Random random, int length)
    {
        var value = new byte[length];
        random.NextBytes(value);
        return Attribute(Unassigned, 0xC0, value);
    }

    /// <summary>/24 prefixes from one on, with the same attributes.</summary>
    public static byte[] Announce(uint first, int count, byte[] attributes) =>
        Announce([.. Enumerable.Range(0, count).Select(i => first + ((uint)i << 8))], attributes);

    public static byte[] Announce(uint[] prefixes, byte[] attributes)
    {
        byte[] nlri = [.. prefixes.SelectMany(prefix => (byte[])[24, .. Octets(prefix)[..3]])];
        var length = MessageFramer.HeaderLength + 4 + attributes.Length + nlri.Length;
        var message = new byte[length];
        MessageFramer.WriteHeader(message, BgpMessageType.Update, length);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(MessageFramer.HeaderLength + 2), (ushort)attributes.Length);
        attributes.CopyTo(message, MessageFramer.HeaderLength + 4);
        nlri.CopyTo(message, length - nlri.Length);
        return message;
    }

    /// <summary>So many prefixes, each in a message of its own with a path and communities that no other has.</summary>
    public static byte[] Random(Random random, int first, int count) => Many(random, i => 0x0100_0000 + ((uint)(first + i) << 8), count, communities: 8);

    /// <summary>One prefix, announced so many times with attributes that are new each time.</summary>
    public static byte[] Churn(Random random, uint prefix, int count) => Many(random, _ => prefix, count, communities: 64);

    /// <summary>A file's content, unpacked where it is packed; at most what is thrown in a second.</summary>
    public static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation)
    {
        const int Most = 4 << 20;
        await using Stream stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(file), CompressionMode.Decompress) : File.OpenRead(file);
        var octets = new byte[Most];
        var length = await stream.ReadAtLeastAsync(octets, Most, throwOnEndOfStream: false, cancellation);
        return octets[..length];
    }

    /// <summary>The octets as bodies of UPDATE messages, cut into what fits one.</summary>
    public static byte[] Framed(byte[] octets)
    {
        var framed = new List<byte>();
        var header = new byte[MessageFramer.HeaderLength];
        foreach (var body in octets.Chunk(4_000))
        {
            MessageFramer.WriteHeader(header, BgpMessageType.Update, header.Length + body.Length);
            framed.AddRange(header);
            framed.AddRange(body);
        }

        return [.. framed];
    }

    private static byte[] Many(Random random, Func<int, uint> prefix, int count, int communities)
    {
        var octets = new List<byte>();
        var values = new byte[communities * 4];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(values);
            octets.AddRange(Announce([prefix(i)],
            [
                .. Attributes((uint)random.Next(1, int.MaxValue), (uint)random.Next(1, int.MaxValue), (uint)random.Next(1, int.MaxValue)),
                .. Attribute(AttributeType.Communities, 0xC0, values),
            ]));
        }

        return [.. octets];
    }

    private static byte[] Attribute(byte type, byte flags, ReadOnlySpan<byte> value)
    {
        var octets = new byte[value.Length + 4];
        return octets[..RawAttribute.Write(octets, type, flags, value)];
    }

    private static byte[] Octets(uint value)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }
}
