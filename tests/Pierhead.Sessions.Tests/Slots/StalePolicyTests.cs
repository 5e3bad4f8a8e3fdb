using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Slots;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Tests.Slots;

/// <summary>What graceful restart says of stale routes, as tables.</summary>
public sealed class StalePolicyTests
{
    private static readonly TimeSpan KeepStale = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string, bool, int, int, string> Losses() => new()
    {
        // RFC 4724 section 4.2: a connection that is lost without a NOTIFICATION.
        { "gr", "lost", false, 120, 0, "120 s graceful" },
        { "gr", "lost", false, 30, 0, "60 s graceful" },
        { "gr", "silent", false, 120, 0, "120 s graceful" },
        { "none", "lost", false, 120, 0, "60 s" },
        { "other family", "lost", false, 120, 0, "60 s" },

        // RFC 8538 section 4: NOTIFICATIONs with the N bit of both, but for a Hard Reset.
        { "gr", "received 6/4", false, 120, 0, "60 s" },
        { "gr", "received 6/4", true, 120, 0, "120 s graceful" },
        { "gr", "received 6/9", true, 120, 0, "60 s" },
        { "gr", "sent 4/0", false, 120, 0, "60 s" },
        { "gr", "sent 4/0", true, 120, 0, "120 s graceful" },
        { "gr", "sent 3/1", true, 120, 0, "120 s graceful" },
        { "gr", "sent 6/6", true, 120, 0, "120 s graceful" },
        { "gr", "sent 6/2", true, 120, 0, "60 s" },
        { "gr", "sent 6/1", true, 120, 0, "60 s" },

        // RFC 9494 section 4.2: the long-lived time begins where the restart time ends.
        { "gr+llgr", "lost", false, 120, 3600, "3720 s graceful, long-lived after 120 s" },
        { "gr+llgr", "lost", false, 0, 3600, "3600 s graceful, long-lived after 0 s" },
        { "gr+llgr", "lost", false, 120, 0, "120 s graceful" },
        { "gr+llgr", "received 6/9", true, 120, 3600, "60 s" },
        { "llgr", "lost", false, 120, 3600, "60 s" },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void OfLoss_CapabilitiesAndEnd_Term(string capabilities, string end, bool notification, int restartTime, int staleTime, string expected)
    {
        var agreement = Agreement(capabilities, notification, restartTime, staleTime, isPreserved: true);
        var term = StalePolicy.OfLoss(agreement, End(end), Family.IPv4, KeepStale);
        var longLived = term.LongLivedAfter is { } after ? $", long-lived after {after.TotalSeconds} s" : "";
        Assert.Equal(expected, $"{term.KeepFor.TotalSeconds} s{(term.IsGraceful ? " graceful" : "")}{longLived}");
    }

    [Theory]
    [InlineData("gr", true, false, "")]
    [InlineData("gr", false, false, "ipv4")]
    [InlineData("none", true, false, "ipv4")]
    [InlineData("other family", true, false, "ipv4")]
    [InlineData("gr+llgr", true, true, "")]
    [InlineData("gr+llgr", false, true, "ipv4")]
    [InlineData("gr", true, true, "ipv4")]
    public void NotPreserved_NewOpen_FamiliesThatGoAtOnce(string capabilities, bool isPreserved, bool wasLongLived, string expected)
    {
        var families = FamilySet.Of(Family.IPv4);
        var agreement = Agreement(capabilities, notification: true, 120, 3600, isPreserved);
        Assert.Equal(expected, StalePolicy.NotPreserved(families, wasLongLived ? families : FamilySet.Empty, agreement).ToString());
    }

    [Theory]
    [InlineData(6, 1, true)]
    [InlineData(6, 2, true)]
    [InlineData(6, 3, true)]
    [InlineData(6, 4, true)]
    [InlineData(6, 5, false)]
    [InlineData(6, 6, false)]
    [InlineData(6, 7, false)]
    [InlineData(6, 8, false)]
    [InlineData(3, 1, false)]
    [InlineData(4, 0, false)]
    public void Wrap_NBitOfBoth_HardResetForWhatIsForGood(byte code, byte subcode, bool isWrapped)
    {
        var notification = new NotificationMessage(code, subcode, new byte[] { 1, 65 });
        Assert.Same(notification, HardResetRule.Wrap(notification, gracefulNotification: false));
        var sent = HardResetRule.Wrap(notification, gracefulNotification: true);
        Assert.Equal(isWrapped ? new NotificationMessage(6, 9, new byte[] { code, subcode, 1, 65 }) : notification, sent);
    }

    private static SessionEnd End(string text) => text.Split(' ') switch
    {
        ["lost"] => SessionEnd.ClosedByPeer,
        ["silent"] => SessionEnd.Replaced,
        ["received", var code] => SessionEnd.Received([byte.Parse(code.Split('/')[0], null), byte.Parse(code.Split('/')[1], null)]),
        [_, var code] => SessionEnd.Sent(new NotificationMessage(byte.Parse(code.Split('/')[0], null), byte.Parse(code.Split('/')[1], null)), ""),
        _ => throw new ArgumentException(text),
    };

    private static NegotiatedSession Agreement(string capabilities, bool notification, int restartTime, int staleTime, bool isPreserved)
    {
        var remote = new List<Capability> { new MultiProtocolCapability(Family.IPv4), new MultiProtocolCapability(Family.IPv6) };
        var safi = capabilities == "other family" ? (byte)2 : (byte)1;
        if (capabilities is "gr" or "other family" or "gr+llgr")
        {
            remote.Add(new GracefulRestartCapability(false, notification, (ushort)restartTime, [new GracefulRestartFamily(1, safi, isPreserved)]));
        }

        if (capabilities.Contains("llgr", StringComparison.Ordinal))
        {
            remote.Add(new LongLivedGracefulRestartCapability([new LongLivedFamily(1, 1, isPreserved, (uint)staleTime)]));
        }

        var id = Ip.FromV4(0xC000_0201);
        Capability[] local = [new MultiProtocolCapability(Family.IPv4), new GracefulRestartCapability(false, true, 120, [])];
        return Negotiation.Negotiate(OpenMessage.Create(new Asn(64500), 90, id, local), OpenMessage.Create(new Asn(64500), 90, id, remote));
    }
}
