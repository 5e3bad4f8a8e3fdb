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

/// <summary>What is done about a second occurrence of an attribute (RFC 7606 section 3 g).</summary>
public enum DuplicateRule : byte
{
    KeepFirst,
    ResetSession,
}

/// <summary>From whom an attribute counts; from others it is discarded without looking at it.</summary>
public enum SenderRule : byte
{
    Anyone,

    /// <summary>Internal peers only (RFC 7606 sections 7.5, 7.9, 7.10).</summary>
    Internal,

    /// <summary>Speakers of two-octet AS numbers only (RFC 6793 section 4.1).</summary>
    TwoOctetAsn,
}

/// <summary>The check of an attribute's value, done once flags and length are right.</summary>
public enum ValueCheck : byte
{
    None,
    Origin,
    AsPath,
    NextHop,
    MultiExitDisc,
    LocalPref,
    MpReach,
    MpUnreach,
    As4Path,
    Aigp,
}

/// <summary>One row of <see cref="AttributeTable"/>.</summary>
/// <param name="Type">Its type code.</param>
/// <param name="Name">Its name, as the RFC that defines it spells it.</param>
/// <param name="Flags">The Optional and Transitive bits it must carry.</param>
/// <param name="Length">The rule for its length.</param>
/// <param name="Unit">The octets that the rule speaks of.</param>
/// <param name="Malformed">What is done where length or value are wrong.</param>
/// <param name="Check">The check of its value.</param>
/// <param name="Sender">From whom it counts.</param>
/// <param name="Duplicate">What is done about a second one.</param>
public readonly record struct AttributeRow(
    byte Type,
    string Name,
    byte Flags,
    LengthRule Length,
    byte Unit,
    FaultScope Malformed,
    ValueCheck Check = ValueCheck.None,
    SenderRule Sender = SenderRule.Anyone,
    DuplicateRule Duplicate = DuplicateRule.KeepFirst)
{
    /// <summary>Whether this is an attribute of the table, and not the empty row of a type code that is not in it.</summary>
    public bool IsKnown => Name is not null;

    public bool IsOptional => (Flags & AttributeFlags.Optional) != 0;

    public bool AcceptsLength(int length, bool fourOctetAsn) => Length switch
    {
        LengthRule.Exactly => length == Unit,
        LengthRule.Multiple => length != 0 && length % Unit == 0,
        LengthRule.AtLeast => length >= Unit,
        LengthRule.AsnAndAddress => length == (fourOctetAsn ? 8 : 6),
        _ => true,
    };
}
