namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>Bits of the Attribute Flags octet (RFC 4271 section 4.3), and the combinations attributes are defined with.</summary>
public static class AttributeFlags
{
    public const byte Optional = 0x80;
    public const byte Transitive = 0x40;
    public const byte Partial = 0x20;
    public const byte ExtendedLength = 0x10;

    public const byte WellKnown = Transitive;
    public const byte OptionalTransitive = Optional | Transitive;
    public const byte OptionalNonTransitive = Optional;

    /// <summary>The bits that an attribute's definition fixes.</summary>
    public const byte Category = Optional | Transitive;
}
