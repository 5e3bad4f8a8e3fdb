using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Routing;

/// <summary>What enhanced route refresh (RFC 7313) and long-lived graceful restart (RFC 9494) do to the table.</summary>
public sealed partial class AdjRibIn
{
    /// <summary>
    /// Beginning-of-RIB-Refresh (RFC 7313 section 4.2): every route of the family is stale until it comes again. The session is up.
    /// </summary>
    public void BeginRefresh(Family family)
    {
        using var writer = _writer.EnterScope();
        using var guard = _shared.Grace.Enter();
        var held = Held(family);
        if (held.Fresh is not null)
        {
            _joins++;
            Publish(family, new Generations(null, Join(held), held.IsLongLived));
        }

        // The routes come as in an initial load, and their times are kept as thriftily.
        _loaded = _loaded.Except(FamilySet.Of(family));
        PublishCounts();
    }

    /// <summary>End-of-RIB-Refresh (RFC 7313 section 4.2): what did not come again since the refresh began is dropped.</summary>
    public void EndRefresh(Family family)
    {
        using (_writer.EnterScope())
        {
            EndInitialLoad(family);
            PublishCounts();
        }

        _shared.Grace.Collect();
    }

    /// <summary>
    /// Long-lived graceful restart begins (RFC 9494 section 4.2): of what is stale in these families, routes with NO_LLGR are
    /// dropped and the others carry LLGR_STALE from now on. The session is down.
    /// </summary>
    public void BeginLongLived(FamilySet families)
    {
        using (_writer.EnterScope())
        {
            using var guard = _shared.Grace.Enter();
            _joins++;
            foreach (var family in families.Enumerate())
            {
                if (Join(Held(family)) is { } stale)
                {
                    // Asked once for each attribute set, because thousands of routes share one.
                    var verdicts = new Dictionary<uint, bool>();
                    stale.RemoveWhere(set => ForbidsLongLived(set, verdicts));
                    Publish(family, new Generations(null, stale, IsLongLived: true));
                }
            }

            PublishCounts();
        }

        _shared.Grace.Collect();
    }

    private bool ForbidsLongLived(uint set, Dictionary<uint, bool> verdicts)
    {
        if (!verdicts.TryGetValue(set, out var forbids))
        {
            var communities = _shared.Sets[set].Communities;
            forbids = communities != 0 && Community.Contains(_shared.Communities[communities], Community.NoLlgr);
            verdicts[set] = forbids;
        }

        return forbids;
    }
}
