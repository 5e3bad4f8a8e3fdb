namespace Pierhead.Wire.Mrt;

/// <summary>One route of a <see cref="RibRecord"/>.</summary>
public readonly ref struct RibEntry(ushort peerIndex, uint originated, uint pathId, ReadOnlySpan<byte> attributes)
{
    /// <summary>The peer's place in the <see cref="PeerIndexTable"/>.</summary>
    public ushort PeerIndex { get; } = peerIndex;

    /// <summary>When the route was last heard, in seconds since 1970.</summary>
    public uint Originated { get; } = originated;

    /// <summary>The path identifier, 0 where the record has none.</summary>
    public uint PathId { get; } = pathId;

    /// <summary>The path attributes, of four-octet AS numbers.</summary>
    public ReadOnlySpan<byte> Attributes { get; } = attributes;
}
