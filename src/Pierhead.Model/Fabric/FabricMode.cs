namespace Pierhead.Model.Fabric;

/// <summary>How sessions are spread over nodes: the key <c>fabric: mode</c>.</summary>
public enum FabricMode
{
    /// <summary>One node holds the address; another takes it when the first is lost.</summary>
    ActiveBackup,

    /// <summary>Every node announces the address; the one that the router prefers spreads sources by wildcard masks.</summary>
    AnnouncedMask,

    /// <summary>The same, spread by a hash of the source address, with sessions pinned through a change.</summary>
    AnnouncedHash,

    /// <summary>Balancers with IPVS in direct-return mode.</summary>
    DirectReturnLvs,

    /// <summary>Balancers with nftables, a pin for each device.</summary>
    DirectReturn,
}

/// <summary>What holds the address in <see cref="FabricMode.ActiveBackup"/>.</summary>
public enum FabricDriver
{
    /// <summary>VRRP (RFC 9568), an instance for each family.</summary>
    Keepalived,

    /// <summary>CARP, IPv4 only.</summary>
    Ucarp,
}

/// <summary>What announces the address to the router.</summary>
public enum FabricSpeaker
{
    Bird,

    Exabgp,
}

/// <summary>How a balancer of <see cref="FabricMode.DirectReturnLvs"/> asks a node whether it can take sessions.</summary>
public enum FabricProbe
{
    /// <summary>The node's own word at its health endpoint.</summary>
    Http,

    /// <summary>A connection to its health endpoint.</summary>
    Tcp,

    /// <summary>BFD (RFC 5880), spoken by keepalived.</summary>
    Bfd,
}

/// <summary>The words for modes, as they are written in the tree.</summary>
public static class FabricWords
{
    private static readonly (FabricMode Mode, string Word)[] Modes =
    [
        (FabricMode.ActiveBackup, "active-backup"),
        (FabricMode.AnnouncedMask, "announced-mask"),
        (FabricMode.AnnouncedHash, "announced-hash"),
        (FabricMode.DirectReturnLvs, "direct-return-lvs"),
        (FabricMode.DirectReturn, "direct-return"),
    ];

    /// <summary>All modes, by stage.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Modes.Select(row => row.Word)];

    public static string Word(this FabricMode mode) => Modes[(int)mode].Word;

    public static FabricMode? ModeOf(string? word) => Array.FindIndex(Modes, row => row.Word == word) is >= 0 and var index ? Modes[index].Mode : null;

    /// <summary>Whether machines of their own stand before the nodes.</summary>
    public static bool HasBalancers(this FabricMode mode) => mode is FabricMode.DirectReturnLvs or FabricMode.DirectReturn;

    /// <summary>Whether the address is announced by BGP, and not held on a link.</summary>
    public static bool IsAnnounced(this FabricMode mode) => mode != FabricMode.ActiveBackup;

    /// <summary>Whether nodes announce the address themselves, and pass on to one another what is another's.</summary>
    public static bool SpreadsOnNodes(this FabricMode mode) => mode is FabricMode.AnnouncedMask or FabricMode.AnnouncedHash;

    /// <summary>Whether all addresses of a device land on one node, both families; else each address is placed for itself.</summary>
    public static bool PlacesDevices(this FabricMode mode) => mode is FabricMode.DirectReturn or FabricMode.ActiveBackup;
}
