namespace Pierhead.Routing.Prefixes;

/// <summary>What is to be done with a prefix, and so which hop context goes with it.</summary>
internal enum WorkKind : byte
{
    Withdraw,
    AnnounceNlri,
    AnnounceReach,
}

/// <summary>One route of a batch on its way from the NLRI to a table.</summary>
internal struct PrefixWork
{
    /// <summary>The address, left-aligned as in <see cref="Wire.Net.Ip"/>, host bits zero.</summary>
    public ulong High;

    public ulong Low;

    public ulong Hash;

    /// <summary>The key's id once resolved, 0 where it has none: withdrawn but never announced, or no room.</summary>
    public uint Id;

    /// <summary>Path identifier (RFC 7911); means something in tables of paths only.</summary>
    public uint PathId;

    /// <summary>Index of its message in the batch.</summary>
    public byte Message;

    public byte Length;

    public WorkKind Kind;

    public readonly bool IsWithdrawn => Kind == WorkKind.Withdraw;

    /// <summary>The hop context, of families in which each route has its own labels: their keys are found without a hash kept here.</summary>
    public uint Context
    {
        readonly get => (uint)Hash;
        set => Hash = value;
    }
}
