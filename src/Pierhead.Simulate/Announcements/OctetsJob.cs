namespace Pierhead.Simulate.Announcements;

/// <summary>Sends one message that is encoded already.</summary>
internal sealed class OctetsJob(byte[] message) : SendJob
{
    public override JobProgress Fill(Span<byte> buffer, DateTimeOffset now, SendCounters counters, out int octets)
    {
        message.CopyTo(buffer);
        octets = message.Length;
        return JobProgress.Done;
    }
}
