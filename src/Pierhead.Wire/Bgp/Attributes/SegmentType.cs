namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>Types of AS_PATH segments (RFC 4271 section 4.3, RFC 5065 section 3).</summary>
public enum SegmentType : byte
{
    Set = 1,
    Sequence = 2,
    ConfedSequence = 3,
    ConfedSet = 4,
}
