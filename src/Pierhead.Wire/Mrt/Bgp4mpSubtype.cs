namespace Pierhead.Wire.Mrt;

/// <summary>One row of the table of BGP4MP subtypes.</summary>
/// <param name="Number">The subtype.</param>
/// <param name="IsStateChange">A change of the FSM's state, else a message.</param>
/// <param name="FourOctetAsn">Whether AS numbers have four octets, in the record and in the message it carries.</param>
/// <param name="IsLocal">Whether the recording speaker sent the message, rather than received it.</param>
/// <param name="AddPath">Whether NLRI of the message carry path identifiers (RFC 8050 section 3).</param>
public readonly record struct Bgp4mpSubtype(ushort Number, bool IsStateChange, bool FourOctetAsn, bool IsLocal, bool AddPath)
{
    /// <summary>The subtypes of RFC 6396 section 4.4 and RFC 8050 section 3, by number.</summary>
    private static readonly Bgp4mpSubtype?[] Rows =
    [
        new(0, IsStateChange: true, FourOctetAsn: false, IsLocal: false, AddPath: false),
        new(1, IsStateChange: false, FourOctetAsn: false, IsLocal: false, AddPath: false),
        null,
        null,
        new(4, IsStateChange: false, FourOctetAsn: true, IsLocal: false, AddPath: false),
        new(5, IsStateChange: true, FourOctetAsn: true, IsLocal: false, AddPath: false),
        new(6, IsStateChange: false, FourOctetAsn: false, IsLocal: true, AddPath: false),
        new(7, IsStateChange: false, FourOctetAsn: true, IsLocal: true, AddPath: false),
        new(8, IsStateChange: false, FourOctetAsn: false, IsLocal: false, AddPath: true),
        new(9, IsStateChange: false, FourOctetAsn: true, IsLocal: false, AddPath: true),
        new(10, IsStateChange: false, FourOctetAsn: false, IsLocal: true, AddPath: true),
        new(11, IsStateChange: false, FourOctetAsn: true, IsLocal: true, AddPath: true),
    ];

    public static bool TryFrom(ushort number, out Bgp4mpSubtype subtype)
    {
        subtype = (number < Rows.Length ? Rows[number] : null) ?? default;
        return number < Rows.Length && Rows[number] is not null;
    }

    /// <summary>The subtype of a message.</summary>
    public static Bgp4mpSubtype Message(bool fourOctetAsn, bool isLocal = false, bool addPath = false) =>
        Find(new Bgp4mpSubtype(0, IsStateChange: false, fourOctetAsn, isLocal, addPath));

    /// <summary>The subtype of a change of the FSM's state.</summary>
    public static Bgp4mpSubtype StateChange(bool fourOctetAsn) =>
        Find(new Bgp4mpSubtype(0, IsStateChange: true, fourOctetAsn, IsLocal: false, AddPath: false));

    private static Bgp4mpSubtype Find(Bgp4mpSubtype wanted)
    {
        foreach (var row in Rows)
        {
            if (row is { } found && found with { Number = 0 } == wanted)
            {
                return found;
            }
        }

        throw new ArgumentException($"BGP4MP has no such subtype: {wanted}", nameof(wanted));
    }
}
