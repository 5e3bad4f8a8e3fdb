using System.Globalization;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// The value of PMSI_TUNNEL (RFC 6514 section 5), written <c>ingress-replication flags 0 label 16 192.0.2.1</c>; a tunnel identifier that is not
/// one address is hexadecimal.
/// <code>
/// flags (1 octet)  tunnel type (1)  MPLS label (3, the label in the upper 20 bits)  tunnel identifier
/// </code>
/// </summary>
public sealed record PmsiTunnel(byte Flags, byte TunnelType, uint LabelField, ReadOnlyMemory<byte> Identifier)
{
    private static readonly string[] Names =
    [
        "none", "rsvp-te-p2mp", "mldp-p2mp", "pim-ssm", "pim-sm", "bidir-pim", "ingress-replication", "mldp-mp2mp",
    ];

    public static PmsiTunnel FromBytes(ReadOnlySpan<byte> value) =>
        new(value[0], value[1], (uint)((value[2] << 16) | (value[3] << 8) | value[4]), value[5..].ToArray());

    public byte[] ToBytes() =>
        [Flags, TunnelType, (byte)(LabelField >> 16), (byte)(LabelField >> 8), (byte)LabelField, .. Identifier.Span];

    public bool Equals(PmsiTunnel? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    public override int GetHashCode() => HashCode.Combine(Flags, TunnelType, LabelField, Identifier.Length);

    public override string ToString()
    {
        var type = TunnelType < Names.Length ? Names[TunnelType] : TunnelType.ToString(CultureInfo.InvariantCulture);
        var identifier = Identifier.Length switch
        {
            0 => "",
            4 or 16 => $" {Ip.FromBytes(Identifier.Span)}",
            _ => $" 0x{Convert.ToHexStringLower(Identifier.Span)}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{type} flags {Flags} label {LabelField >> 4}{identifier}");
    }
}
