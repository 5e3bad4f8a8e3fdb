using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;

namespace Pierhead.Fuzz.Targets;

/// <summary>NOTIFICATION messages, with shutdown communications (RFC 9003) and Hard Resets (RFC 8538).</summary>
internal sealed class NotificationTarget : FuzzTarget
{
    public override string Name => "notification";

    public override IEnumerable<byte[]> Seeds()
    {
        var shutdown = NotificationMessage.Cease(CeaseError.AdministrativeShutdown, "maintenance");
        yield return shutdown.Encode()[MessageFramer.HeaderLength..];
        yield return NotificationMessage.HardReset(shutdown).Encode()[MessageFramer.HeaderLength..];
        yield return NotificationMessage.MaximumPrefixes(Family.IPv4, 1000).Encode()[MessageFramer.HeaderLength..];
    }

    public override void Run(byte[] input)
    {
        // No message is longer (RFC 8654 section 3).
        if (input.Length > ushort.MaxValue - MessageFramer.HeaderLength)
        {
            return;
        }

        var notification = NotificationMessage.Decode(input);
        Check(notification.ToString().All(letter => !char.IsControl(letter)), "what an operator reads has no control characters");
        if (input.Length >= 2)
        {
            Check(notification.Equals(NotificationMessage.Decode(notification.Encode().AsSpan(MessageFramer.HeaderLength))), "encoded it is the same");
        }
    }
}
