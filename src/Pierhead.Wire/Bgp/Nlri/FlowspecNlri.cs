namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>One rule of a Flowspec family, as a view of its octets.</summary>
public ref struct FlowspecNlri
{
    /// <summary>Path identifier, 0 where the family has none on this session.</summary>
    public uint PathId { get; internal set; }

    /// <summary>All that the NLRI length counts: the route distinguisher where the family has one, then the components.</summary>
    public ReadOnlySpan<byte> Value { get; internal set; }
}
