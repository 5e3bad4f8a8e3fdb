using System.Buffers.Binary;

namespace Pierhead.Wire.Tests.Bgp.Update;

/// <summary>Puts the body of an UPDATE together, octet for octet, independently of the encoder under test.</summary>
internal static class UpdateBody
{
    public const string OriginOctets = "400101 00";
    public const string AsPathOctets = "400206 0201 0000FBF4";
    public const string NextHop = "400304 C0000201";
    public const string LocalPref = "400504 00000064";
    public const string Mandatory = OriginOctets + AsPathOctets + NextHop;
    public const string Prefix = "18 CB0071";

    public static byte[] Of(string attributes, string nlri = "", string withdrawn = "")
    {
        var (a, n, w) = (Hex.Bytes(attributes), Hex.Bytes(nlri), Hex.Bytes(withdrawn));
        var body = new byte[4 + a.Length + n.Length + w.Length];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)w.Length);
        w.CopyTo(body, 2);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(2 + w.Length), (ushort)a.Length);
        a.CopyTo(body, 4 + w.Length);
        n.CopyTo(body, 4 + w.Length + a.Length);
        return body;
    }
}
