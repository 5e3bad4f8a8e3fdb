using System.Collections.Concurrent;
using Pierhead.Simulate.Tables;

namespace Pierhead.Simulate.Prepared;

/// <summary>Prepares each table once for each kind of session that turns up. Any thread.</summary>
internal sealed class PreparedTables
{
    private readonly ConcurrentDictionary<(RouteTable, SessionKind), Lazy<PreparedTable>> _prepared = new();

    public PreparedTable Get(RouteTable table, SessionKind kind) =>
        _prepared.GetOrAdd((table, kind), static key => new Lazy<PreparedTable>(() => new PreparedTable(key.Item1, key.Item2))).Value;
}
