using Pierhead.Simulate.Prepared;
using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Announcements;

/// <summary>Sends the End-of-RIB marker of a family (RFC 4724 section 2).</summary>
internal sealed class EndOfRibJob(Family family) : SendJob
{
    public override JobProgress Fill(Span<byte> buffer, DateTimeOffset now, SendCounters counters, out int octets)
    {
        octets = UpdateLayout.FinishWithdraw(buffer, family, nlriLength: 0);
        return JobProgress.Done;
    }
}
