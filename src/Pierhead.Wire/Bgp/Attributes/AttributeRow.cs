namespace Pierhead.Wire.Bgp.Attributes;

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
