using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Tests.Tables;

/// <summary>A dumped RIB in a file of its own, which goes with it.</summary>
internal sealed class DumpFile : IDisposable
{
    /// <summary>ORIGIN IGP, then AS_PATH of one four-octet number.</summary>
    public static byte[] Attributes(byte asn) => [0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, 0, asn];

    public DumpFile(Action<MrtWriter> write)
    {
        using var stream = File.Create(Path);
        write(new MrtWriter(stream));
    }

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);

    /// <summary>Two peers, 192.0.2.1 and 192.0.2.2, for the RIB records after it.</summary>
    public static void Peers(MrtWriter writer) => writer.WritePeerIndexTable(
        1, new PeerIndexTable(default, "", [new MrtPeer(default, Peer(1), new Asn(64501)), new MrtPeer(default, Peer(2), new Asn(64502))]));

    public static Ip Peer(byte last) => Ip.FromV4(0xC0000200u + last);

    /// <summary>A record with one entry for each peer index, path identifier and AS.</summary>
    public static void Rib(MrtWriter writer, RibSubtype subtype, ushort afi, byte safi, byte[] nlri, params (ushort Peer, uint PathId, byte Asn)[] entries)
    {
        var builder = new RibRecordBuilder();
        builder.Begin(new RibHead { Subtype = subtype, Afi = afi, Safi = safi, Nlri = nlri });
        foreach (var (peer, pathId, asn) in entries)
        {
            builder.Add(new RibEntry(peer, 1, pathId, Attributes(asn)));
        }

        writer.WriteRib(1, builder);
    }
}
