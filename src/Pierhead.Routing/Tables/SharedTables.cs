using Pierhead.Routing.Interning;
using Pierhead.Routing.Matching;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Reclaiming;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Tables;

/// <summary>What all sessions of the node share: keys of routes, interned attributes, memory, and the totals.</summary>
internal sealed class SharedTables
{
    private readonly KeyDictionary[] _keys = new KeyDictionary[Families.Count];
    private readonly LongestMatchIndex?[] _indexes = new LongestMatchIndex?[Families.Count];
    private readonly long[] _routes = new long[Families.Count];
    private readonly Lock _following = new();
    private long _stale;
    private long _dropped;
    private Marks? _marks;

    public SharedTables(RouteTablesOptions options)
    {
        Options = options;
        foreach (var row in Families.Rows)
        {
            AddKeys(row);
        }

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

    /// <summary>Lanes apply batches inside it, shared; reclaiming takes it alone for short slices.</summary>
    public ReaderWriterLockSlim Gate { get; } = new(LockRecursionPolicy.NoRecursion);

    /// <summary>Where lanes mark what they intern while reclaiming goes on, else null. Changed with the gate taken alone.</summary>
    public Marks? Marks
    {
        get => Volatile.Read(ref _marks);
        set => Volatile.Write(ref _marks, value);
    }

    /// <summary>Everything ever added that reclaiming may have to free.</summary>
    public long Added =>
        Sets.Added + Paths.Added + Communities.Added + Others.Added + Scalars.Added + Contexts.Added + _keys.Sum(keys => keys.Added);

    /// <summary>Everything of the kind that is held now.</summary>
    public long Held =>
        Sets.Count + Paths.Count + Communities.Count + Others.Count + Scalars.Count + Contexts.Count + _keys.Sum(keys => (long)keys.Count);

    /// <summary>Routes ever dropped with their tables.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public AttributeSets Sets { get; }

    public InternedBytes Paths { get; }

    public InternedBytes Communities { get; }

    public InternedBytes Others { get; }

    public InternedBytes Scalars { get; }

    public InternedBytes Contexts { get; }

    public long Stale => Interlocked.Read(ref _stale);

    /// <summary>What the routes of a family are known by.</summary>
    public KeyDictionary Keys(Family family) => _keys[(int)family];

    /// <summary>The keys of a family that are prefixes alone, else null.</summary>
    public PrefixDictionary? Prefixes(Family family) => _keys[(int)family] as PrefixDictionary;

    /// <summary>The keys of a VPN family, else null.</summary>
    public VpnPrefixes? Vpn(Family family) => _keys[(int)family] as VpnPrefixes;

    /// <summary>The keys of a Flowspec family, else null.</summary>
    public FlowspecRules? Rules(Family family) => _keys[(int)family] as FlowspecRules;

    /// <summary>The longest-match index of a family, null where its keys are not prefixes alone.</summary>
    public LongestMatchIndex? Index(Family family) => Volatile.Read(ref _indexes[(int)family]);

    public long Routes(Family family) => Interlocked.Read(ref _routes[(int)family]);

    public long TotalRoutes => _routes.Sum();

    public void AddRoutes(Family family, long delta) => Interlocked.Add(ref _routes[(int)family], delta);

    public void AddStale(long delta) => Interlocked.Add(ref _stale, delta);

    public void NoteDropped(long routes) => Interlocked.Add(ref _dropped, routes);

    /// <summary>Lets a family's index take in all that its dictionary has.</summary>
    public void CatchUp(Family family)
    {
        lock (_following)
        {
            _indexes[(int)family]?.CatchUp();
        }
    }

    /// <summary>Makes new indexes where prefixes were taken out, without them; readers of the old ones finish with those.</summary>
    public void RebuildIndexes()
    {
        // One follower at a time: what an old index took from its dictionary the new one would miss.
        using var following = _following.EnterScope();
        for (var index = 0; index < Families.Count; index++)
        {
            if (_keys[index] is PrefixDictionary { HasUnlinked: true } prefixes)
            {
                var old = _indexes[index]!;
                var rebuilt = new LongestMatchIndex(prefixes, Grace);
                rebuilt.CatchUp();
                Volatile.Write(ref _indexes[index], rebuilt);
                Grace.Retire(old);
            }
        }
    }

    /// <summary>Frees everything; every table must have been dropped and the grace period closed.</summary>
    public void Free()
    {
        foreach (var keys in _keys)
        {
            keys.Free();
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
        Gate.Dispose();
    }

    private void AddKeys(FamilyRow row)
    {
        var isIPv6 = row.Family.IsIPv6();
        KeyDictionary keys = row.Kind switch
        {
            NlriKind.Rule => new FlowspecRules(Grace, Options.MaxPrefixes, row.Family, Options.MaxRuleBytes),
            NlriKind.Labeled when row.HasDistinguisher => new VpnPrefixes(Grace, Options.MaxPrefixes, isIPv6),
            _ => isIPv6 ? new IPv6Prefixes(Grace, Options.MaxPrefixes) : new IPv4Prefixes(Grace, Options.MaxPrefixes),
        };
        _keys[(int)row.Family] = keys;
        _indexes[(int)row.Family] = keys is PrefixDictionary prefixes ? new LongestMatchIndex(prefixes, Grace) : null;
    }
}
