namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>Which values a length may have.</summary>
public enum LengthRule : byte
{
    /// <summary>Any: nothing to check, or the value check looks at it.</summary>
    Any,

    /// <summary>Exactly <see cref="AttributeRow.Unit"/> octets.</summary>
    Exactly,

    /// <summary>A multiple of <see cref="AttributeRow.Unit"/> octets, and not zero.</summary>
    Multiple,

    /// <summary>At least <see cref="AttributeRow.Unit"/> octets.</summary>
    AtLeast,

    /// <summary>An AS number, of as many octets as the session negotiated, and an IPv4 address (RFC 6793 section 4.1).</summary>
    AsnAndAddress,
}
