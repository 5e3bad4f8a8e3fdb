namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>ORIGIN (RFC 4271 section 5.1.1).</summary>
public enum Origin : byte
{
    Igp = 0,
    Egp = 1,
    Incomplete = 2,
}
