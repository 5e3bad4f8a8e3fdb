using Pierhead.Wire.Bgp;

namespace Pierhead.Fuzz.Targets;

/// <summary>Messages in a stream (RFC 4271 section 4.1).</summary>
internal sealed class FramerTarget : FuzzTarget
{
    public override string Name => "framer";

    public override IEnumerable<byte[]> Seeds() => [MessageFramer.Keepalive(), [.. MessageFramer.Keepalive(), .. MessageFramer.Keepalive()]];

    public override void Run(byte[] input)
    {
        foreach (var maximum in new[] { MessageFramer.MaximumLength, MessageFramer.ExtendedMaximumLength })
        {
            var offset = 0;
            while (MessageFramer.TryRead(input, offset, maximum, out var frame, out var next, out var fault) is var status && status == FrameStatus.Complete)
            {
                Check(next > offset && next <= input.Length, "a message ends where its octets do");
                Check(frame.BodyOffset + frame.BodyLength == next, "the body ends with the message");
                Check(fault.IsNone, "a whole message has no fault");
                offset = next;
            }
        }
    }
}
