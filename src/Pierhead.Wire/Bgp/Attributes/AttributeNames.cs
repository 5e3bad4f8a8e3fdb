namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>Names of path attributes for people (IANA "BGP Path Attributes"): of those that are read, and of those that are kept whole.</summary>
public static class AttributeNames
{
    /// <summary>The name, null where there is none.</summary>
    public static string? Find(byte type) => AttributeTable.Row(type) is { IsKnown: true } row
        ? row.Name
        : type switch
        {
            20 => "CONNECTOR",
            21 => "AS_PATHLIMIT",
            23 => "TUNNEL_ENCAPSULATION",
            24 => "TRAFFIC_ENGINEERING",
            27 => "PE_DISTINGUISHER_LABELS",
            29 => "BGP_LS",
            AttributeType.BgpsecPath => "BGPSEC_PATH",
            34 => "BGP_COMMUNITY_CONTAINER",
            36 => "D_PATH",
            37 => "SFP",
            38 => "BFD_DISCRIMINATOR",
            40 => "PREFIX_SID",
            128 => "ATTR_SET",
            _ => null,
        };
}
