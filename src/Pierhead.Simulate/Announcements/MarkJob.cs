namespace Pierhead.Simulate.Announcements;

/// <summary>Sends nothing: tells that all before it has been written.</summary>
internal sealed class MarkJob(Action reached) : SendJob
{
    public override JobProgress Fill(Span<byte> buffer, DateTimeOffset now, SendCounters counters, out int octets)
    {
        reached();
        octets = 0;
        return JobProgress.Done;
    }
}
