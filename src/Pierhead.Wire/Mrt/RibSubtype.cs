namespace Pierhead.Wire.Mrt;

/// <summary>One row of the table of TABLE_DUMP_V2 subtypes that hold routes.</summary>
/// <param name="Number">The subtype.</param>
/// <param name="Afi">The Address Family Identifier of its routes; 0 for RIB_GENERIC, whose records say it themselves.</param>
/// <param name="Safi">The Subsequent Address Family Identifier, likewise.</param>
/// <param name="AddPath">Whether routes have path identifiers (RFC 8050 section 4).</param>
public readonly record struct RibSubtype(ushort Number, ushort Afi, byte Safi, bool AddPath)
{
    public static readonly RibSubtype IPv4Unicast = new(2, 1, 1, AddPath: false);
    public static readonly RibSubtype IPv4Multicast = new(3, 1, 2, AddPath: false);
    public static readonly RibSubtype IPv6Unicast = new(4, 2, 1, AddPath: false);
    public static readonly RibSubtype IPv6Multicast = new(5, 2, 2, AddPath: false);
    public static readonly RibSubtype Generic = new(6, 0, 0, AddPath: false);
    public static readonly RibSubtype IPv4UnicastAddPath = new(8, 1, 1, AddPath: true);
    public static readonly RibSubtype IPv4MulticastAddPath = new(9, 1, 2, AddPath: true);
    public static readonly RibSubtype IPv6UnicastAddPath = new(10, 2, 1, AddPath: true);
    public static readonly RibSubtype IPv6MulticastAddPath = new(11, 2, 2, AddPath: true);
    public static readonly RibSubtype GenericAddPath = new(12, 0, 0, AddPath: true);

    // An array, so that looking a record's subtype up allocates nothing.
    private static readonly RibSubtype[] Rows =
    [
        IPv4Unicast, IPv4Multicast, IPv6Unicast, IPv6Multicast, Generic,
        IPv4UnicastAddPath, IPv4MulticastAddPath, IPv6UnicastAddPath, IPv6MulticastAddPath, GenericAddPath,
    ];

    /// <summary>The subtypes of RFC 6396 section 4.3 and RFC 8050 section 4.</summary>
    public static IReadOnlyList<RibSubtype> All => Rows;

    /// <summary>Whether its records name their address family themselves.</summary>
    public bool IsGeneric => Afi == 0;

    public static bool TryFrom(ushort number, out RibSubtype subtype)
    {
        foreach (var row in Rows)
        {
            if (row.Number == number)
            {
                subtype = row;
                return true;
            }
        }

        subtype = default;
        return false;
    }

    /// <summary>The subtype for routes of a family: one of its own where there is one, else RIB_GENERIC.</summary>
    public static RibSubtype For(ushort afi, byte safi, bool addPath)
    {
        foreach (var row in Rows)
        {
            if (row.Afi == afi && row.Safi == safi && row.AddPath == addPath && !row.IsGeneric)
            {
                return row;
            }
        }

        return addPath ? GenericAddPath : Generic;
    }
}
