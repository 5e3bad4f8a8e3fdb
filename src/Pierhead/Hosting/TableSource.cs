using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Sessions.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Hosting;

/// <summary>Joins sessions to tables, which do not know each other.</summary>
internal sealed class TableSource(RouteTables tables) : IAdjRibInSource
{
    public IAdjRibIn Open(SessionKey key) => new Adapter(tables.Open(key));

    public void Remove(SessionKey key) => tables.Remove(key);

    private sealed class Adapter(AdjRibIn table) : IAdjRibIn
    {
        public long StaleCount => table.StaleCount;

        public DateTimeOffset? StaleSince => table.StaleSince;

        public void SessionUp(in DecodeContext context, PrefixLimits limits, DateTimeOffset now) => table.SessionUp(context, limits, now);

        public void Apply(ReadOnlySpan<byte> buffer, ReadOnlySpan<MessageFrame> updates, DateTimeOffset now, out ApplyOutcome outcome)
        {
            table.Apply(buffer, updates, now, out var result);
            outcome = new ApplyOutcome(
                result.Applied,
                result.WorstFault,
                result.FaultFrame,
                result.FaultyUpdates,
                result.EndOfRib,
                result.LimitReached,
                result.LimitWarning,
                result.OutOfResources);
        }

        public void SessionDown(DateTimeOffset now) => table.SessionDown(now);

        public void DropStale(FamilySet families) => table.DropStale(families);

        public void BeginRefresh(Family family) => table.BeginRefresh(family);

        public void EndRefresh(Family family) => table.EndRefresh(family);

        public void BeginLongLived(FamilySet families) => table.BeginLongLived(families);

        public void Drop() => table.Drop();

        public long Count(Family family) => table.Count(family);
    }
}
