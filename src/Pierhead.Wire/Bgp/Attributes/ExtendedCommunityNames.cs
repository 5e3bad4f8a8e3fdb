namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>How the six octets behind an extended community's type are written.</summary>
internal enum ExtendedCommunityForm : byte
{
    /// <summary>An AS number of two octets, and a number of four.</summary>
    TwoOctetAsn,

    /// <summary>An IPv4 address, and a number of two octets.</summary>
    Address,

    /// <summary>An AS number of four octets, and a number of two.</summary>
    FourOctetAsn,

    /// <summary>An AS number of two octets, and a floating-point number of four.</summary>
    Rate,

    /// <summary>The bits of the traffic-action.</summary>
    Action,

    /// <summary>One number; what it does not need is zero.</summary>
    Number,
}

/// <summary>One row of the names of extended communities.</summary>
/// <param name="Type">Type and sub-type (IANA "BGP Extended Communities").</param>
/// <param name="Name">The name in text.</param>
/// <param name="Form">How the rest is written.</param>
/// <param name="Greatest">The greatest value of a number.</param>
internal sealed record ExtendedCommunityRow(ushort Type, string Name, ExtendedCommunityForm Form, ulong Greatest = 0);

/// <summary>The extended communities that have names; the others are shown in hexadecimal.</summary>
internal static class ExtendedCommunityNames
{
    public static readonly IReadOnlyList<ExtendedCommunityRow> Rows =
    [
        new(0x0002, "rt", ExtendedCommunityForm.TwoOctetAsn),
        new(0x0102, "rt", ExtendedCommunityForm.Address),
        new(0x0202, "rt", ExtendedCommunityForm.FourOctetAsn),
        new(0x0003, "ro", ExtendedCommunityForm.TwoOctetAsn),
        new(0x0103, "ro", ExtendedCommunityForm.Address),
        new(0x0203, "ro", ExtendedCommunityForm.FourOctetAsn),
        new(0x030C, "encapsulation", ExtendedCommunityForm.Number, ushort.MaxValue),
        new(0x030B, "color", ExtendedCommunityForm.TwoOctetAsn),
        new(0x4004, "link-bandwidth", ExtendedCommunityForm.Rate),
        new(0x8006, "traffic-rate-bytes", ExtendedCommunityForm.Rate),
        new(0x800C, "traffic-rate-packets", ExtendedCommunityForm.Rate),
        new(0x8007, "traffic-action", ExtendedCommunityForm.Action),
        new(0x8008, "redirect", ExtendedCommunityForm.TwoOctetAsn),
        new(0x8108, "redirect", ExtendedCommunityForm.Address),
        new(0x8208, "redirect", ExtendedCommunityForm.FourOctetAsn),
        new(0x8009, "traffic-marking", ExtendedCommunityForm.Number, 63),
    ];

    public static ExtendedCommunityRow? Find(ushort type)
    {
        foreach (var row in Rows)
        {
            if (row.Type == type)
            {
                return row;
            }
        }

        return null;
    }
}
