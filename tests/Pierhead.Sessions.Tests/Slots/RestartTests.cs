using System.Collections.Immutable;
using Pierhead.Sessions.Announcements;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tables;
using Pierhead.Sessions.Tests.Support;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Bgp.RouteRefresh;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Tests.Slots;

/// <summary>Graceful restart of both sides, enhanced route refresh and announcements, over a connection in memory.</summary>
public sealed class RestartTests
{
    private static readonly GracefulRestartFamily[] Both = [new(1, 1, true), new(2, 1, true)];

    [Fact]
    public void Open_AfterTheStart_HasTheRBitAndLaterNot()
    {
        var harness = new SlotHarness(Trees.Bgp with { AddPath = FamilySet.Of(Family.IPv4) });
        var first = SentOpen(harness);
        var restart = first.Find<GracefulRestartCapability>()!;
        Assert.True(restart is { Restarting: true, Notification: true, RestartTime: 120 });
        Assert.Equal(Both, restart.Items);
        Assert.Empty(first.Find<LongLivedGracefulRestartCapability>()!.Items);
        Assert.True(first.Has(CapabilityCode.EnhancedRouteRefresh));
        Assert.Equal([new AddPathFamily(1, 1, AddPathMode.Receive)], first.Find<AddPathCapability>()!.Items);
        Assert.Equal([new ExtendedNextHop(1, 1, 2)], first.Find<ExtendedNextHopCapability>()!.Items);
        Assert.Null(first.Find<MultipleLabelsCapability>());

        harness.Advance(121);
        Assert.False(SentOpen(harness).Find<GracefulRestartCapability>()!.Restarting);
    }

    [Fact]
    public void Open_AllFamilies_IsWhole()
    {
        var harness = new SlotHarness(Trees.Bgp with { Families = FamilySet.All, AddPath = FamilySet.All });
        var open = SentOpen(harness);
        Assert.Equal(FamilySet.All, Negotiation.FamiliesOf(open));
        Assert.Equal(4, open.Find<MultipleLabelsCapability>()!.Items.Count);
        Assert.Equal(3, open.Find<ExtendedNextHopCapability>()!.Items.Count);
        Assert.Equal(10, open.Find<AddPathCapability>()!.Items.Count);
    }

    [Fact]
    public void Open_AfterTheRouters_ListsOfFamiliesNameThoseInCommonOnly()
    {
        var harness = new SlotHarness(Trees.Bgp with { Families = FamilySet.All, AddPath = FamilySet.All });
        var open = SentOpen(harness, Messages.Open(families: [Family.IPv4, Family.VpnV6, Family.IPv6Labeled]));
        Assert.Equal(FamilySet.All, Negotiation.FamiliesOf(open));
        Assert.Equal([(1, 1), (2, 4), (2, 128)], open.Find<AddPathCapability>()!.Items.Select(item => ((int)item.Afi, (int)item.Safi)).Order());
        Assert.Equal([(2, 4), (2, 128)], open.Find<MultipleLabelsCapability>()!.Items.Select(item => ((int)item.Afi, (int)item.Safi)).Order());
        Assert.Equal([new ExtendedNextHop(1, 1, 2)], open.Find<ExtendedNextHopCapability>()!.Items);
        Assert.Equal(3, open.Find<GracefulRestartCapability>()!.Items.Count);
    }

    [Fact]
    public void Lost_GracefulRestart_KeptForItsRestartTimeWhereThatIsLonger()
    {
        var harness = new SlotHarness(Trees.Bgp with { KeepStale = TimeSpan.FromSeconds(60) });
        harness.Establish(Open(restartTime: 120, Both)).HasRemoteFin = true;
        harness.Pump();
        harness.Advance(119.5);
        Assert.Equal(["up", "down", "drop stale ipv4-labeled ipv6-labeled vpnv4 vpnv6 ipv4-flowspec ipv6-flowspec vpnv4-flowspec vpnv6-flowspec"], harness.Table.Calls);
        harness.Advance(1);
        Assert.Equal("drop stale ipv4 ipv6", harness.Table.Calls[^1]);
    }

    [Fact]
    public void Lost_LongLived_BeginsAfterTheRestartTimeAndEndsAfterItsOwn()
    {
        var harness = new SlotHarness(Trees.Bgp with { KeepStale = TimeSpan.FromSeconds(10) });
        harness.Establish(Open(restartTime: 30, Both, new LongLivedFamily(1, 1, true, 100))).HasRemoteFin = true;
        harness.Pump();
        harness.Advance(30.5);
        Assert.Equal(["drop stale ipv6", "begin long-lived ipv4"], harness.Table.Calls.TakeLast(2).Order(StringComparer.Ordinal).Reverse());
        harness.Advance(99);
        Assert.DoesNotContain("drop stale ipv4", harness.Table.Calls);
        harness.Advance(1);
        Assert.Equal("drop stale ipv4", harness.Table.Calls[^1]);
    }

    [Theory]
    [InlineData(true, "up down up")]
    [InlineData(false, "up down up drop stale ipv4 ipv6")]
    public void Back_ForwardingState_StaleGoesAtOnceWhereItWasNotKept(bool isPreserved, string calls)
    {
        var harness = new SlotHarness();
        harness.Establish(Open(restartTime: 120, Both)).HasRemoteFin = true;
        harness.Pump();
        harness.Establish(Open(restartTime: 120, [new(1, 1, isPreserved), new(2, 1, isPreserved)]));
        Assert.Equal(calls, string.Join(' ', harness.Table.Calls));
    }

    [Fact]
    public void Stop_NBitOfBoth_HardResetWithTheShutdownInside()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Open(restartTime: 120, Both));
        harness.Slot.Stop("maintenance");
        var sent = connection.TakeSentOctets();
        Assert.Equal([6, 9, 6, 2, 11, .. "maintenance"u8], sent[MessageFramer.HeaderLength..]);
    }

    [Fact]
    public void Leave_Established_ClosesWithoutAWord()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Open(restartTime: 120, Both));
        harness.Slot.Leave();
        Assert.Equal("", connection.TakeSent());
        Assert.True(connection.IsClosed);
        Assert.False(harness.Slot.HasConnection);
    }

    [Fact]
    public void Received_HardReset_ReasonInsideIsShownAndNothingIsGraceful()
    {
        var harness = new SlotHarness(Trees.Bgp with { KeepStale = TimeSpan.FromSeconds(10) });
        var connection = harness.Establish(Open(restartTime: 120, Both));
        connection.Deliver(Messages.HardReset(6, 2, "bye"));
        harness.Pump();
        Assert.Equal("received NOTIFICATION 6/9 Hard Reset: Cease / Administrative Shutdown: \"bye\"", harness.LastError);
        harness.Advance(10.5);
        Assert.Equal("drop stale", harness.Table.Calls[^1]);
    }

    [Fact]
    public void Refresh_Marks_BeginAndEndBetweenTheUpdates()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Open(restartTime: 0, []));
        EndOfRib(harness, connection);
        harness.Table.RecordsRuns = true;
        Deliver(
            harness,
            connection,
            Messages.Update(),
            Messages.Update(),
            Refresh(Family.IPv4, RouteRefreshSubtype.Begin),
            Messages.Update(),
            Refresh(Family.IPv4, RouteRefreshSubtype.End),
            Messages.Update());
        Assert.Equal(["up", "apply 2", "begin refresh ipv4", "apply 1", "end refresh ipv4", "apply 1"], harness.Table.Calls);
    }

    [Fact]
    public void Refresh_BeforeEndOfRibOrWithoutBeginning_IsIgnored()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Open(restartTime: 0, []));
        Deliver(harness, connection, Refresh(Family.IPv4, RouteRefreshSubtype.Begin), Refresh(Family.IPv4, RouteRefreshSubtype.End));
        Deliver(harness, connection, Refresh(Family.VpnV4, RouteRefreshSubtype.Begin), Refresh(Family.IPv6, (RouteRefreshSubtype)7));
        Assert.Equal(["up"], harness.Table.Calls);
        Assert.Equal(BgpState.Established, harness.State);
    }

    [Fact]
    public void Refresh_WithoutAnEnd_IsEndedInTime()
    {
        var harness = new SlotHarness(options: new BgpServerOptions { RefreshTime = TimeSpan.FromSeconds(20) });
        var connection = harness.Establish(Open(restartTime: 0, []));
        EndOfRib(harness, connection);
        Deliver(harness, connection, Refresh(Family.IPv4, RouteRefreshSubtype.Begin));
        harness.Advance(20.5, () => connection.Deliver(Messages.Keepalive));
        Assert.Equal("drop stale ipv4", harness.Table.Calls[^1]);
    }

    [Fact]
    public void Announcements_Established_SentBeforeEndOfRibAndOnRequestBetweenMarks()
    {
        var harness = new SlotHarness();
        Announce(harness, Blackhole("203.0.113.1"), Blackhole("203.0.113.2"));
        var connection = harness.Connect();
        connection.Deliver(Open(restartTime: 0, []), Messages.Keepalive);
        harness.Pump();
        Assert.Equal("open keepalive update update update update", connection.TakeSent());

        Deliver(harness, connection, Refresh(Family.IPv4, RouteRefreshSubtype.Request));
        Assert.Equal("refresh update update refresh", connection.TakeSent());
        Deliver(harness, connection, Refresh(Family.IPv6, RouteRefreshSubtype.Request));
        Assert.Equal("refresh refresh", connection.TakeSent());
    }

    [Fact]
    public void Announcements_Change_OnlyTheDifferenceIsSent()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Open(restartTime: 0, []));
        Announce(harness, Blackhole("203.0.113.1"), Blackhole("203.0.113.2"));
        Assert.Equal("update update", connection.TakeSent());
        Announce(harness, Blackhole("203.0.113.2"), Blackhole("203.0.113.1"));
        Assert.Equal("", connection.TakeSent());
        Announce(harness, Blackhole("203.0.113.2"));
        Assert.Equal([0, 5, 32, 203, 0, 113, 1, 0, 0], connection.TakeSentOctets()[MessageFramer.HeaderLength..]);

        // Of a family that the session has not, nothing is said.
        Announce(harness, Blackhole("203.0.113.2"), new Announcement(Family.IPv4Flowspec, new byte[] { 3, 3, 0x81, 6 }, null, new PathAttributes()));
        Assert.Equal("", connection.TakeSent());
    }

    [Fact]
    public void Announcements_RouterThatReadsNothing_GrowNothing()
    {
        var harness = new SlotHarness();
        Announce(harness, Blackhole("203.0.113.1"));
        var connection = harness.Establish(Open(restartTime: 0, []));
        connection.Room = 0;
        for (var request = 0; request < 100; request++)
        {
            Deliver(harness, connection, Refresh(Family.IPv4, RouteRefreshSubtype.Request));
        }

        connection.Room = int.MaxValue;
        harness.Pump();

        // What was asked for while nothing was read is answered, once.
        Assert.Equal("refresh update refresh refresh update refresh", connection.TakeSent());
    }

    private static Announcement Blackhole(string address)
    {
        var octets = new byte[5];
        octets[0] = 32;
        _ = Trees.Address(address).WriteTo(octets.AsSpan(1));
        return new Announcement(Family.IPv4, octets, Trees.Address("192.0.2.66"), new PathAttributes { Communities = [new Community(64500, 666)] });
    }

    private static void Announce(SlotHarness harness, params Announcement[] announcements)
    {
        harness.Runtime.Announcements.Replace(
            ImmutableDictionary<Model.Ids.DeviceId, ImmutableArray<Announcement>>.Empty.Add(harness.Slot.Key.Device, [.. announcements]));
        harness.Slot.AnnouncementsChanged();
    }

    private static void Deliver(SlotHarness harness, MemoryConnection connection, params byte[][] messages)
    {
        connection.Deliver(messages);
        harness.Pump();
    }

    private static byte[] Refresh(Family family, RouteRefreshSubtype subtype) => new RouteRefreshMessage(family, subtype).Encode();

    /// <summary>The router's End-of-RIB of both families.</summary>
    private static void EndOfRib(SlotHarness harness, MemoryConnection connection)
    {
        harness.Table.Outcome = count => new ApplyOutcome { Applied = count, EndOfRib = FamilySet.Of(Family.IPv4, Family.IPv6) };
        Deliver(harness, connection, Messages.Update());
        harness.Table.Outcome = count => new ApplyOutcome { Applied = count };
    }

    private static byte[] Open(ushort restartTime, GracefulRestartFamily[] items, params LongLivedFamily[] longLived) => OpenMessage.Create(
        new Asn(64500),
        90,
        Trees.Address("198.51.100.1"),
        [
            new MultiProtocolCapability(Family.IPv4),
            new MultiProtocolCapability(Family.IPv6),
            new MarkerCapability(CapabilityCode.RouteRefresh),
            new MarkerCapability(CapabilityCode.EnhancedRouteRefresh),
            new GracefulRestartCapability(false, true, restartTime, items),
            new LongLivedGracefulRestartCapability(longLived),
        ]).Encode();

    /// <summary>Our OPEN to a router that waits for it, or, where it is given, after the router's.</summary>
    private static OpenMessage SentOpen(SlotHarness harness, byte[]? routers = null)
    {
        var connection = harness.Connect();
        if (routers is null)
        {
            harness.Advance(BgpFsm.DelayOpenTime);
        }
        else
        {
            connection.Deliver(routers);
            harness.Pump();
        }

        ReadOnlySpan<byte> sent = connection.TakeSentOctets();
        Assert.Equal(FrameStatus.Complete, MessageFramer.TryRead(sent, 0, MessageFramer.MaximumLength, out var frame, out _, out _));
        Assert.True(OpenMessage.Decode(sent.Slice(frame.BodyOffset, frame.BodyLength), out var open).IsNone);
        return open!;
    }
}
