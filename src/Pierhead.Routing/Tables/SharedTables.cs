using Pierhead.Routing.Interning;
using Pierhead.Routing.Matching;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Tables;

/// <summary>What all sessions of the node share: prefixes, interned attributes, memory, and the totals.</summary>
internal sealed class SharedTables
{
    private readonly PrefixDictionary?[] _prefixes = new PrefixDictionary?[Families.Count];
    private readonly LongestMatchIndex?[] _indexes = new LongestMatchIndex?[Families.Count];
    private readonly long[] _routes = new long[Families.Count];
    private long _stale;

    public SharedTables(RouteTablesOptions options)
    {
        Options = options;
        Add(Family.IPv4, new IPv4Prefixes(Grace, options.MaxPrefixes));
        Add(Family.IPv6, new IPv6Prefixes(Grace, options.MaxPrefixes));
        Sets = new AttributeSets(Grace, options.MaxAttributeSets);
        Paths = new InternedBytes(Grace, options.MaxAttributeBytes);
        Communities = new InternedBytes(Grace, options.MaxAttributeBytes);
        Others = new InternedBytes(Grace, options.MaxAttributeBytes);
        Scalars = new InternedBytes(Grace, options.MaxAttributeBytes);
        Contexts = new InternedBytes(Grace, options.MaxAttributeBytes);
    }

    public RouteTablesOptions Options { get; }

    public GracePeriod Grace { get; } = new();

    public BlockArena Arena { get; } = new();

    public AttributeSets Sets { get; }

    public InternedBytes Paths { get; }

    public InternedBytes Communities { get; }

    public InternedBytes Others { get; }

    public InternedBytes Scalars { get; }

    public InternedBytes Contexts { get; }

    public long Stale => Interlocked.Read(ref _stale);

    /// <summary>The prefixes of a family, null where this version has no tables for it.</summary>
    public PrefixDictionary? Prefixes(Family family) => _prefixes[(int)family];

    /// <summary>The longest-match index of a family, null where it has none.</summary>
    public LongestMatchIndex? Index(Family family) => _indexes[(int)family];

    public long Routes(Family family) => Interlocked.Read(ref _routes[(int)family]);

    public void AddRoutes(Family family, long delta) => Interlocked.Add(ref _routes[(int)family], delta);

    public void AddStale(long delta) => Interlocked.Add(ref _stale, delta);

    /// <summary>Frees everything; every table must have been dropped and the grace period closed.</summary>
    public void Free()
    {
        foreach (var prefixes in _prefixes)
        {
            prefixes?.Free();
        }

        foreach (var index in _indexes)
        {
            index?.Free();
        }

        Sets.Free();
        Paths.Free();
        Communities.Free();
        Others.Free();
        Scalars.Free();
        Contexts.Free();
        Arena.FreeAll();
    }

    private void Add(Family family, PrefixDictionary prefixes)
    {
        _prefixes[(int)family] = prefixes;
        _indexes[(int)family] = new LongestMatchIndex(prefixes, Grace);
    }
}
