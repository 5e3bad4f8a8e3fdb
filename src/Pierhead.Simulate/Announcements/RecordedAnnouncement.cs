using Pierhead.Simulate.Replay;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;

namespace Pierhead.Simulate.Announcements;

/// <summary>Replays a recording, then keeps alive.</summary>
internal sealed class RecordedAnnouncement(RouterPlan plan, UpdateRecording recording) : Announcement
{
    public override OpenMessage Open { get; } = OpenOf(plan, recording);

    public override bool NeedsExtendedMessages { get; } = recording.NeedsExtendedMessages;

    public override SessionAnnouncement Begin(NegotiatedSession session, DateTimeOffset now) => new OfRecording(plan, recording);

    private static OpenMessage OpenOf(RouterPlan plan, UpdateRecording recording)
    {
        // No graceful restart: a recording need not hold the End-of-RIB that it promises.
        var capabilities = OpenCapabilities.Of(plan with { GracefulRestart = null });
        var holdTime = (ushort)plan.HoldTime.TotalSeconds;
        if (recording.FourOctetAsn)
        {
            return OpenMessage.Create(plan.Asn, holdTime, plan.RouterId, capabilities);
        }

        return plan.Asn.FitsTwoOctets
            ? OpenMessage.CreateTwoOctet((ushort)plan.Asn.Value, holdTime, plan.RouterId, capabilities)
            : throw new ArgumentException($"The recording has AS numbers of two octets, which {plan.Asn} does not fit.", nameof(plan));
    }

    private sealed class OfRecording(RouterPlan plan, UpdateRecording recording) : SessionAnnouncement
    {
        public override IEnumerable<SendJob> Initial() => [new ReplayJob(recording, family: null, plan.Pace)];

        public override IEnumerable<SendJob> Refresh(Family family, DateTimeOffset now) => [new ReplayJob(recording, family, pace: null)];
    }
}
