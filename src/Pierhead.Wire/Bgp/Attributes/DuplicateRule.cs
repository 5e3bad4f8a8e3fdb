namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>What is done about a second occurrence of an attribute (RFC 7606 section 3 g).</summary>
public enum DuplicateRule : byte
{
    KeepFirst,
    ResetSession,
}
