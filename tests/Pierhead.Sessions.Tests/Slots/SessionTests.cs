using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tests.Support;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Tests.Slots;

/// <summary>The whole session over a connection in memory.</summary>
public sealed class SessionTests
{
    [Fact]
    public void Admit_OpenAndKeepalive_Established()
    {
        var harness = new SlotHarness();
        var connection = harness.Connect();
        Assert.Equal(BgpState.Active, harness.State);
        Assert.Equal("", connection.TakeSent());

        connection.Deliver(Messages.Open(holdTime: 30));
        harness.Pump();
        Assert.Equal(BgpState.OpenConfirm, harness.State);
        Assert.Equal("open keepalive", connection.TakeSent());

        connection.Deliver(Messages.Keepalive);
        harness.Pump();
        var status = harness.Slot.Status;
        Assert.Equal(BgpState.Established, status.State);
        Assert.Equal("update update", connection.TakeSent());
        Assert.Equal(TimeSpan.FromSeconds(30), status.HoldTime);
        Assert.Equal(FamilySet.Of(Family.IPv4, Family.IPv6), status.Families);
        Assert.Equal(harness.Clock.GetUtcNow(), status.EstablishedAt);
        Assert.Equal("198.51.100.1", status.RouterId.ToString());
        Assert.Equal(["up"], harness.Table.Calls);
        Assert.True(harness.Table.Context is { FourOctetAsn: true, Internal: true });
        Assert.Null(status.LastError);
    }

    [Fact]
    public void Admit_RouterWaitsForOurOpen_GetsItAfterTheDelay()
    {
        var harness = new SlotHarness();
        var connection = harness.Connect();
        harness.Advance(4.8);
        Assert.Equal("", connection.TakeSent());

        harness.Advance(0.4);
        Assert.Equal(BgpState.OpenSent, harness.State);
        Assert.Equal("open", connection.TakeSent());

        connection.Deliver(Messages.Open(), Messages.Keepalive);
        harness.Pump();
        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal("keepalive update update", connection.TakeSent());
    }

    [Fact]
    public void Status_NeverConnected_SaysSo()
    {
        Assert.Equal("never connected", new SlotHarness().LastError);
        Assert.Contains("TCPMD5Failure", new SlotHarness(Trees.Bgp with { Password = new("x") }).LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64999u, 90, "198.51.100.1", "2/2", "sent 2/2 Bad Peer AS: AS 64999, expected 64500")]
    [InlineData(64500u, 90, "192.0.2.1", "2/3", "sent 2/3 Bad BGP Identifier: the router's identifier 192.0.2.1 is ours")]
    [InlineData(64500u, 2, "198.51.100.1", "2/6", "sent 2/6 Unacceptable Hold Time: the hold time is 1 or 2 seconds")]
    public void OnOpen_Unacceptable_NotificationAndReason(uint asn, ushort hold, string identifier, string sent, string error)
    {
        var harness = new SlotHarness();
        var connection = harness.Connect();
        connection.Deliver(Messages.Open(asn, hold, identifier));
        harness.Pump();

        Assert.Equal(sent, connection.TakeSent());
        Assert.Equal(error, harness.LastError);
        Assert.Equal(BgpState.Active, harness.State);
        Assert.True(connection.HasSentFin);
    }

    [Fact]
    public void OnOpen_NoFamilyInCommon_UnsupportedCapability()
    {
        var harness = new SlotHarness(Trees.Bgp with { Families = FamilySet.Of(Family.IPv6) });
        var connection = harness.Connect();
        connection.Deliver(Messages.Open(families: Family.IPv4));
        harness.Pump();

        Assert.Equal("2/7", connection.TakeSent());
        Assert.Equal("sent 2/7 Unsupported Capability: no address family in common: ours ipv6, the router's ipv4", harness.LastError);
    }

    [Fact]
    public void OnOpen_OneFamilyInCommon_OnlyThatOne()
    {
        var harness = new SlotHarness();
        harness.Establish(Messages.Open(families: Family.IPv6));

        Assert.Equal(FamilySet.Of(Family.IPv6), harness.Slot.Status.Families);
    }

    [Fact]
    public void OnOpen_LocalAsnOfThePeer_OurOpenWaitsAndTakesIt()
    {
        var harness = new SlotHarness(Trees.Bgp with { LocalAsn = null, PeerAsn = new Asn(0) });
        var connection = harness.Connect();
        Assert.Equal("", connection.TakeSent());
        Assert.Equal(BgpState.Active, harness.State);

        connection.Deliver(Messages.Open(asn: 4200000001));
        harness.Pump();
        Assert.Equal("open keepalive", connection.TakeSent());
        connection.Deliver(Messages.Keepalive);
        harness.Pump();
        Assert.Equal(new Asn(4200000001), harness.Slot.Status.LocalAsn);
        Assert.True(harness.Table.Context.Internal);
    }

    [Fact]
    public void OnOpen_LocalAsnOfThePeerAndNoOpen_EndsAfterFourMinutes()
    {
        var harness = new SlotHarness(Trees.Bgp with { LocalAsn = null, PeerAsn = new Asn(0) });
        var connection = harness.Connect();
        harness.Advance(239);
        Assert.False(connection.IsClosed);
        harness.Advance(2);
        Assert.Equal("4/0", connection.TakeSent());
        Assert.Equal("no OPEN came within 4 minutes", harness.LastError);
    }

    [Fact]
    public void OnReadable_ByteByByte_SameAsInOnePiece()
    {
        var harness = new SlotHarness();
        var connection = harness.Connect();
        connection.Piece = 1;
        connection.Deliver(Messages.Open(), Messages.Keepalive, Messages.Update(300), Messages.Update(), Messages.Keepalive);
        harness.Pump();

        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal(2, harness.Table.Updates);
        Assert.Equal(300 + 1 + 8, harness.Table.Octets);
        Assert.Equal(2, harness.Slot.Status.UpdatesReceived);
    }

    [Fact]
    public void OnReadable_ManyUpdates_InRunsOf64()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        connection.Deliver([.. Enumerable.Repeat(Messages.Update(), 1000)]);
        harness.Pump();

        Assert.Equal(1000, harness.Table.Updates);
        Assert.Equal(64, harness.Table.LongestRun);
    }

    [Fact]
    public void OnReadable_ExtendedMessage_OnlyOnceNegotiated()
    {
        var harness = new SlotHarness();
        harness.Establish().Deliver(Messages.Update(60000));
        harness.Pump();
        Assert.Equal(1, harness.Table.Updates);

        harness = new SlotHarness();
        var connection = harness.Connect();
        connection.TakeSent();
        connection.Deliver(Messages.Update(60000));
        harness.Pump();
        Assert.Equal("1/2", connection.TakeSent());
    }

    [Fact]
    public void OnReadable_BadMarker_NotSynchronized()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        connection.Deliver(new byte[19]);
        harness.Pump();

        Assert.Equal("1/1", connection.TakeSent());
        Assert.Equal(["up", "down"], harness.Table.Calls);
        Assert.Equal(1, harness.Slot.Status.Flaps);
    }

    [Fact]
    public void OnReadable_Notification_EndsWithItsReason()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        connection.Deliver(Wire.Bgp.Notification.NotificationMessage.Cease(CeaseError.AdministrativeShutdown, "maintenance\ntonight").Encode());
        harness.Pump();

        Assert.Equal("received NOTIFICATION 6/2 Administrative Shutdown: \"maintenance tonight\"", harness.LastError);
        Assert.True(connection.IsClosed);
        Assert.Equal("", connection.TakeSent());
    }

    [Fact]
    public void OnReadable_RouteRefresh_IsIgnored()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        connection.Deliver(new Wire.Bgp.RouteRefresh.RouteRefreshMessage(Family.IPv4).Encode());
        harness.Pump();

        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal("", connection.TakeSent());
    }

    [Fact]
    public void OnReadable_Reset_SaysWhatTheKernelSaid()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        connection.Broken = "connection reset by peer";
        harness.Pump();

        Assert.Equal("connection reset by peer", harness.LastError);
        Assert.Equal(BgpState.Active, harness.State);
        Assert.Equal(1, harness.Ended);
    }

    [Fact]
    public void Stop_Established_ShutdownWithText()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        harness.Slot.Stop("upgrade");

        Assert.Equal("6/2", connection.TakeSent());
        Assert.Equal("sent 6/2 Administrative Shutdown: \"upgrade\"", harness.LastError);
        Assert.Equal(BgpState.Idle, harness.State);
    }

    [Fact]
    public void Clear_Soft_RefreshesEveryFamily()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        harness.Slot.ClearSoft();

        Assert.Equal("refresh refresh", connection.TakeSent());
    }

    [Fact]
    public void Fail_OfOurOwnCode_EndsThisSessionOnly()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        harness.Slot.Fail(new InvalidOperationException("bug"));

        Assert.Equal("6/8", connection.TakeSent());
        Assert.Equal(BgpState.Active, harness.State);
    }
}
