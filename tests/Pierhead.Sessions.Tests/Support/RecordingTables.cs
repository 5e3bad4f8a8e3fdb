using System.Collections.Concurrent;
using Pierhead.Model.Ids;
using Pierhead.Sessions.Tables;

namespace Pierhead.Sessions.Tests.Support;

internal sealed class RecordingTables : IAdjRibInSource
{
    private readonly ConcurrentDictionary<SessionKey, RecordingTable> _tables = new();

    internal ConcurrentQueue<SessionKey> Removed { get; } = new();

    internal RecordingTable this[SessionKey key] => _tables.GetOrAdd(key, _ => new RecordingTable());

    public IAdjRibIn Open(SessionKey key) => this[key];

    public void Remove(SessionKey key)
    {
        Removed.Enqueue(key);
        _tables.TryRemove(key, out _);
    }
}
