using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Tests.Support;

/// <summary>A table that writes down what is asked of it. Its outcome can be prepared.</summary>
internal sealed class RecordingTable : IAdjRibIn
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private long _updates;

    /// <summary>Made for each run: gets the number of messages.</summary>
    internal Func<int, ApplyOutcome> Outcome { get; set; } = count => new ApplyOutcome { Applied = count };

    /// <summary>Whether runs of UPDATE messages are written down too.</summary>
    internal bool RecordsRuns { get; set; }

    internal DecodeContext Context { get; private set; }

    internal long Updates => Interlocked.Read(ref _updates);

    internal long Octets { get; private set; }

    internal int LongestRun { get; private set; }

    public DateTimeOffset? StaleSince { get; set; }

    public long StaleCount { get; set; }

    internal IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public void SessionUp(in DecodeContext context, PrefixLimits limits, DateTimeOffset now)
    {
        Context = context;
        Record("up");
    }

    public void Apply(ReadOnlySpan<byte> buffer, ReadOnlySpan<MessageFrame> updates, DateTimeOffset now, out ApplyOutcome outcome)
    {
        foreach (var frame in updates)
        {
            Octets += buffer.Slice(frame.BodyOffset, frame.BodyLength).Length;
        }

        if (RecordsRuns)
        {
            Record($"apply {updates.Length}");
        }

        LongestRun = Math.Max(LongestRun, updates.Length);
        outcome = Outcome(updates.Length);
        Interlocked.Add(ref _updates, updates.Length);
    }

    public void SessionDown(DateTimeOffset now) => Record("down");

    public void DropStale(FamilySet families) => Record(families == FamilySet.All ? "drop stale" : $"drop stale {families}");

    public void BeginRefresh(Family family) => Record($"begin refresh {family.Name()}");

    public void EndRefresh(Family family) => Record($"end refresh {family.Name()}");

    public void BeginLongLived(FamilySet families) => Record($"begin long-lived {families}");

    public void Drop() => Record("drop");

    public long Count(Family family) => Updates;

    private void Record(string call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }
}
