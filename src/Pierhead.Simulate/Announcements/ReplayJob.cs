using Pierhead.Simulate.Replay;
using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Announcements;

/// <summary>Sends the messages of a recording, all or those of one family, as fast as the peer takes them or at a pace.</summary>
/// <param name="family">Whose messages; null for all.</param>
/// <param name="pace">1 as recorded, null as fast as possible.</param>
internal sealed class ReplayJob(UpdateRecording recording, Family? family, double? pace) : SendJob
{
    private DateTimeOffset? _began;
    private int _next;

    public override JobProgress Fill(Span<byte> buffer, DateTimeOffset now, SendCounters counters, out int octets)
    {
        _began ??= now;
        var elapsed = pace is { } factor ? (now - _began.Value) * factor : TimeSpan.MaxValue;
        octets = 0;
        for (; _next < recording.Count; _next++)
        {
            ref readonly var update = ref recording.Update(_next);
            if (update.At > elapsed)
            {
                return JobProgress.NotYet;
            }

            if (family is { } only && !update.Families.Contains(only))
            {
                continue;
            }

            var message = recording.Octets(_next, _next + 1);
            if (message.Length > buffer.Length - octets)
            {
                return JobProgress.More;
            }

            message.CopyTo(buffer[octets..]);
            octets += message.Length;
            counters.AddReplayed(update.Announced, update.Withdrawn);
        }

        return JobProgress.Done;
    }
}
