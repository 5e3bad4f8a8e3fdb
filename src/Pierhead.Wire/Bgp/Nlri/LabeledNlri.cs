namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>One prefix of a labelled or VPN family, as a view of its octets.</summary>
public ref struct LabeledNlri
{
    /// <summary>Path identifier, 0 where the family has none on this session.</summary>
    public uint PathId { get; internal set; }

    /// <summary>The label stack, three octets each, top first; for a withdrawal a field that means nothing.</summary>
    public ReadOnlySpan<byte> Labels { get; internal set; }

    /// <summary>Route distinguisher as a number, 0 in families without one.</summary>
    public ulong Distinguisher { get; internal set; }

    /// <summary>The upper half of the address, left-aligned as in <see cref="Net.Ip"/>, host bits zero.</summary>
    public ulong High { get; internal set; }

    /// <summary>The lower half.</summary>
    public ulong Low { get; internal set; }

    /// <summary>Bits of the prefix, labels and distinguisher not counted.</summary>
    public byte Length { get; internal set; }
}
