namespace Pierhead.Wire.Bgp;

/// <summary>
/// A fault found while decoding: a value, never an exception. Decoders return the worst one of a message.
/// </summary>
/// <param name="Scope">How far it reaches (RFC 7606).</param>
/// <param name="Code">Error code of the NOTIFICATION it would take (RFC 4271 section 4.5).</param>
/// <param name="Subcode">Its subcode.</param>
/// <param name="Reason">What is wrong, for people: a constant text, so that a fault costs no allocation.</param>
/// <param name="AttributeType">The type code of the attribute at fault, or 0.</param>
/// <param name="DataOffset">Where the Data field's octets lie in the message body.</param>
/// <param name="DataLength">Octets of Data, 0 for none.</param>
/// <param name="Family">The family at fault where <paramref name="Scope"/> is <see cref="FaultScope.DisableFamily"/>.</param>
public readonly record struct BgpFault(
    FaultScope Scope,
    byte Code,
    byte Subcode,
    string Reason,
    byte AttributeType = 0,
    int DataOffset = 0,
    int DataLength = 0,
    Family Family = Family.IPv4)
{
    public static readonly BgpFault None;

    public bool IsNone => Scope == FaultScope.None;

    /// <summary>The worse of the two; the first found wins between equals.</summary>
    public BgpFault Worse(in BgpFault other) => other.Scope > Scope ? other : this;
}
