using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Bgp.RouteRefresh;
using Pierhead.Wire.Bgp.Update;

namespace Pierhead.Wire.Tests.Captures;

/// <summary>Decodes what a side sent, up to what ends the session, and tells the messages and every fault with its scope.</summary>
internal sealed class MessageReport
{
    private readonly Dictionary<BgpMessageType, int> _counts = [];
    private bool _isOver;

    public List<string> Faults { get; } = [];

    public List<OpenMessage> Opens { get; } = [];

    /// <summary>What came, as <c>2 Open 5 Update</c>.</summary>
    public string Messages => _counts.Count == 0 ? "nothing" : string.Join(' ', _counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key}"));

    /// <param name="octets">A side's octets.</param>
    /// <param name="context">What the session is taken to have negotiated.</param>
    public void Read(ReadOnlySpan<byte> octets, in DecodeContext context)
    {
        var offset = 0;
        while (!_isOver)
        {
            var status = MessageFramer.TryRead(octets, offset, MessageFramer.ExtendedMaximumLength, out var frame, out var next, out var fault);
            if (status != FrameStatus.Complete)
            {
                Note("Header", fault);
                return;
            }

            Assert(next > offset, "a message has octets");
            offset = next;
            _counts[frame.Type] = _counts.GetValueOrDefault(frame.Type) + 1;
            Decode(frame.Type, octets.Slice(frame.BodyOffset, frame.BodyLength), in context);
        }
    }

    private void Decode(BgpMessageType type, ReadOnlySpan<byte> body, in DecodeContext context)
    {
        switch (type)
        {
            case BgpMessageType.Open:
                Note("Open", OpenMessage.Decode(body, out var open));
                if (open is not null)
                {
                    Opens.Add(open);
                }

                break;
            case BgpMessageType.Update:
                var fault = UpdateMessage.Decode(body, in context, out var update);
                Assert(fault.DataOffset >= 0 && fault.DataOffset + fault.DataLength <= body.Length, "a fault lies in its message");
                Note("Update", fault);
                if (fault.Scope != FaultScope.ResetSession)
                {
                    Walk(in update);
                }

                break;
            case BgpMessageType.Notification:
                _ = NotificationMessage.Decode(body).ToString();
                break;
            case BgpMessageType.RouteRefresh:
                Note("RouteRefresh", RouteRefreshMessage.Decode(body, out _));
                break;
        }
    }

    private static void Walk(in UpdateMessage update)
    {
        var canonical = new byte[update.CanonicalBound];
        var length = update.WriteCanonical(canonical);
        var attributes = PathAttributes.Decode(canonical.AsSpan(0, length));
        Assert(attributes.ToCanonicalBytes().AsSpan().SequenceEqual(canonical.AsSpan(0, length)), "canonical octets decode and encode to the same");
    }

    private void Note(string what, in BgpFault fault)
    {
        if (!fault.IsNone)
        {
            Faults.Add($"{what} {fault.Scope} {fault.Code}/{fault.Subcode} {fault.Reason}");
            _isOver |= fault.Scope == FaultScope.ResetSession;
        }
    }

    private static void Assert(bool holds, string what) => Xunit.Assert.True(holds, what);
}
