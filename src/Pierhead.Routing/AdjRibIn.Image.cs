using Pierhead.Routing.Image;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing;

/// <summary>The table in an image, and out of one.</summary>
public sealed partial class AdjRibIn
{
    private long _staleSince;
    private long _changes;

    /// <summary>Since when the session is lost; null while it is up, or never was. Of a table that an image brought, what that says. Any thread.</summary>
    public DateTimeOffset? StaleSince =>
        Interlocked.Read(ref _staleSince) is var ticks && ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    /// <summary>Grows with every call that may have changed the table. Any thread.</summary>
    internal long Changes => Interlocked.Read(ref _changes);

    /// <summary>What an image says of a family before its paths; null where nothing of it is held. Any thread.</summary>
    internal ImageHead? HeadForImage(Family family)
    {
        // The lane's batches are short, and a list of times must not be merged under our eyes.
        using var writer = _writer.EnterScope();
        var held = _generations[(int)family];
        if ((held.Fresh ?? held.Stale) is not { } newest)
        {
            return null;
        }

        var began = Math.Min(newest.Began, held.Stale?.Began ?? newest.Began);
        long[] others = [newest.Began, .. held.Fresh is null ? [] : held.Fresh.Seconds, .. held.Stale is null ? [] : held.Stale.Seconds];
        return ImageHead.Of(newest.HasPaths, held.IsLongLived && held.Fresh is null, began, others);
    }

    /// <summary>
    /// Appends the paths of some keys from one on, and answers where to go on, 0 at the end. Paths whose identifiers mean something else
    /// than the head says are left out: the newer session counts. Inside a guard; any thread.
    /// </summary>
    internal uint ReadForImage(Family family, bool hasPaths, uint from, int atLeast, List<ImagePath> paths)
    {
        Span<uint> ids = stackalloc uint[IdsAtATime];
        var entries = new List<PathEntry>();
        while (from != 0 && paths.Count < atLeast)
        {
            var held = Held(family);
            if (held.IsEmpty)
            {
                return 0;
            }

            var budget = int.MaxValue;
            var found = Ids(held, from, ids, ref budget, out from);
            var only = held.Fresh is null || held.Stale is null ? held.Fresh ?? held.Stale : null;
            foreach (var id in ids[..found])
            {
                if (only is { HasPaths: false } && !hasPaths && only.TryRead(id, out var entry, out var second))
                {
                    paths.Add(new ImagePath(id, entry, second));
                    continue;
                }

                Gather(family, ref held, id, entries);
                foreach (var path in entries)
                {
                    if (path.HasPathId == hasPaths)
                    {
                        paths.Add(new ImagePath(id, path.Entry, path.Second));
                    }
                }
            }
        }

        return from;
    }

    /// <summary>Takes a family's routes out of an image: all of them stale. Before the session's first call.</summary>
    internal void Restore(Family family, FamilyTable stale, bool isLongLived, DateTimeOffset staleSince)
    {
        using (_writer.EnterScope())
        {
            _isUp = false;
            Interlocked.Exchange(ref _staleSince, staleSince.UtcTicks);
            Publish(family, new Generations(null, stale, isLongLived));
            PublishCounts();
        }

        _shared.Grace.Collect();
    }
}
