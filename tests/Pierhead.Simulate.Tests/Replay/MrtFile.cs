using System.Buffers.Binary;
using System.IO.Compression;

namespace Pierhead.Tests.Replay;

/// <summary>Writes small MRT files, and reads records of real ones, without the code under test.</summary>
internal static class MrtFile
{
    /// <summary>A BGP4MP_ET record of an IPv4 session (RFC 6396 sections 3 and 4.4).</summary>
    public static byte[] Bgp4mp(double at, bool fourOctets, uint peerAsn, uint peer, byte[] message)
    {
        using var body = new MemoryStream();
        Write(body, (uint)((at - Math.Floor(at)) * 1e6), 4);
        Write(body, peerAsn, fourOctets ? 4 : 2);
        Write(body, 64500, fourOctets ? 4 : 2);
        Write(body, 0, 2);
        Write(body, 1, 2);
        Write(body, peer, 4);
        Write(body, 0x0A000001, 4);
        body.Write(message);
        using var record = new MemoryStream();
        Write(record, (uint)at, 4);
        Write(record, 17, 2);
        Write(record, fourOctets ? 4u : 1u, 2);
        Write(record, (uint)body.Length, 4);
        record.Write(body.ToArray());
        return record.ToArray();
    }

    /// <summary>Bodies of all UPDATE messages of a gzip file of BGP4MP_ET records of IPv4 peers with four-octet AS numbers.</summary>
    public static List<byte[]> UpdateBodies(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        gzip.CopyTo(memory);
        var octets = memory.ToArray();
        var bodies = new List<byte[]>();
        for (var at = 0; at < octets.Length;)
        {
            var subtype = BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(at + 6));
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(octets.AsSpan(at + 8));
            var record = octets.AsSpan(at + 12, length);
            if (subtype == 4 && record[4 + 20 + 18] == 2)
            {
                bodies.Add(record[(4 + 20 + 19)..].ToArray());
            }

            at += 12 + length;
        }

        return bodies;
    }

    private static void Write(Stream stream, uint value, int octets)
    {
        for (var shift = (octets - 1) * 8; shift >= 0; shift -= 8)
        {
            stream.WriteByte((byte)(value >> shift));
        }
    }
}
