using System.Net;
using Microsoft.Extensions.Time.Testing;
using Pierhead.Simulate;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests;

/// <summary>Routers over real loopback TCP against <see cref="PassiveSpeaker"/>: what they announce.</summary>
public sealed class SimulationTests
{
    [Fact]
    public async Task Start_SeededTable_PeerHoldsTheWholeTable()
    {
        var table = Plans.Table(20_000, 4_000);
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, Plans.Router(table));
        await simulation.StartAsync();
        await speaker.Until(peer => peer.EndOfRibs.Count == 2);

        Assert.True(speaker.WorstFault.IsNone, speaker.WorstFault.Reason);
        Assert.Equal(table.Count, speaker.Announced);
        Assert.Equal(All(table), speaker.Table.Keys.Order());
        Assert.Equal(IPAddress.Parse("127.9.0.1"), speaker.Source);
        var status = simulation.Status()[0];
        Assert.Equal(RouterState.Established, status.State);
        Assert.Equal((table.Count, table.Count), (status.RoutesAnnounced, status.RoutesHeld));
        Assert.Equal(speaker.UpdateCount - 2, status.UpdatesSent);
    }

    [Fact]
    public async Task Start_InternalSession_AttributesAreTheTablesWithTheRoutersNextHops()
    {
        var table = Plans.Table();
        var router = Plans.Router(table);
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, router);
        await simulation.StartAsync();
        await speaker.Until(peer => peer.EndOfRibs.Count == 2);

        for (var group = 0; group < table.IPv4.GroupCount; group++)
        {
            var set = table.IPv4.SetOf(group);
            var hop = router.NextHopsIPv4[table.AttributeSets.NextHopSlot(set) % router.NextHopsIPv4.Length];
            var received = speaker.Table[table.IPv4.Group(group)[0]];
            Assert.Equal(hop, Ip.FromBytes(EncodedAttributes.Value(received, AttributeType.NextHop)));
            AssertSame(table.AttributeSets.Octets(set).ToArray(), received);
        }

        for (var group = 0; group < table.IPv6.GroupCount; group++)
        {
            var set = table.IPv6.SetOf(group);
            var hop = router.NextHopsIPv6[table.AttributeSets.NextHopSlot(set) % router.NextHopsIPv6.Length];
            var received = speaker.Table[table.IPv6.Group(group)[0]];
            Assert.Equal(hop, Ip.FromBytes(EncodedAttributes.Value(received, AttributeType.MpReachNlri).AsSpan(4, 16)));
            AssertSame(table.AttributeSets.Octets(set).ToArray(), received);
        }
    }

    [Fact]
    public async Task Start_ExternalSession_PathBeginsWithTheRoutersAsAndHasNoLocalPref()
    {
        var router = Plans.Router(Plans.Table()) with { Asn = new Asn(4_200_000_000), ClusterId = Ip.FromV4(1) };
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, router);
        await simulation.StartAsync();
        await speaker.Until(peer => peer.EndOfRibs.Count == 2);

        Assert.True(speaker.WorstFault.IsNone, speaker.WorstFault.Reason);
        Assert.Equal(new Asn(4_200_000_000), speaker.Open!.Asn);
        Assert.Equal(router.Table!.Count, speaker.Table.Count);
        Assert.All(speaker.Table.Values, attributes =>
        {
            Assert.Equal(4_200_000_000, EncodedAttributes.FirstSequence(attributes)[0]);
            Assert.True(EncodedAttributes.FirstSequence(attributes).Length > 1);
            Assert.Null(EncodedAttributes.Value(attributes, AttributeType.LocalPref));
            Assert.Null(EncodedAttributes.Value(attributes, AttributeType.OriginatorId));
        });
    }

    [Fact]
    public async Task Start_Reflected_RoutesCarryOriginatorAndCluster()
    {
        var router = Plans.Router(Plans.Table()) with { ClusterId = Ip.FromV4(0x01020304) };
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, router);
        simulation.Prepare(router.Asn);
        await simulation.StartAsync();
        await speaker.Until(peer => peer.EndOfRibs.Count == 2);

        Assert.True(speaker.WorstFault.IsNone, speaker.WorstFault.Reason);
        Assert.All(speaker.Table.Values, attributes =>
        {
            var originator = Ip.FromBytes(EncodedAttributes.Value(attributes, AttributeType.OriginatorId));
            Assert.Contains(originator, router.NextHopsIPv4);
            Assert.Equal([1, 2, 3, 4], EncodedAttributes.Value(attributes, AttributeType.ClusterList));
        });
    }

    [Fact]
    public async Task Start_Slice_AnnouncesThatPartAndWrapsAround()
    {
        var table = Plans.Table();
        var slice = new TableSlice(new RouteRange(2_990, 1_001), new RouteRange(5, 0));
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, Plans.Router(table) with { Slice = slice });
        await simulation.StartAsync();
        await speaker.Until(peer => peer.EndOfRibs.Count == 2);

        IEnumerable<IpPrefix> expected = [.. table.IPv4.Prefixes[2_990..], .. table.IPv4.Prefixes[..991]];
        Assert.Equal(expected.Order(), speaker.Table.Keys.Order());
    }

    [Fact]
    public async Task Start_WithdrawShare_PeerKeepsTheRest()
    {
        var table = Plans.Table();
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, Plans.Router(table) with { WithdrawShare = 0.25 });
        await simulation.StartAsync();
        await speaker.Until(peer => peer.Withdrawn == 750 + 175);

        Assert.Equal(2_250 + 525, speaker.Table.Count);
        Assert.Equal(2_250 + 525, simulation.Status()[0].RoutesHeld);
        Assert.Contains(table.IPv4.Prefixes[2_249], speaker.Table);
        Assert.DoesNotContain(table.IPv4.Prefixes[2_250], speaker.Table);
    }

    [Fact]
    public async Task Start_Churn_CountsAgreeWithThePeersTable()
    {
        var table = Plans.Table();
        var time = new FakeTimeProvider();
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, time, Plans.Router(table) with { ChurnPerSecond = 4_000 });
        await simulation.StartAsync();
        await speaker.Until(peer => peer.EndOfRibs.Count == 2);
        for (var round = 1; round <= 20; round++)
        {
            var before = speaker.UpdateCount;
            time.Advance(TimeSpan.FromMilliseconds(50));
            await speaker.Until(peer => peer.UpdateCount > before);
        }

        await simulation.StopAsync();
        await speaker.Until(peer => peer.Closed == 1);
        var status = simulation.Status()[0];
        Assert.True(speaker.WorstFault.IsNone, speaker.WorstFault.Reason);
        Assert.Equal((status.RoutesAnnounced, status.RoutesWithdrawn), (speaker.Announced, speaker.Withdrawn));
        Assert.Equal(status.RoutesHeld, speaker.Table.Count);
        Assert.InRange(speaker.Announced + speaker.Withdrawn - table.Count, 3_000, 5_000);
        Assert.True(speaker.Withdrawn > 500);
        Assert.Contains(speaker.Table, route => EncodedAttributes.Value(route.Value, AttributeType.MultiExitDisc) is [0, 0, 0, 7 or 21 or 35]);
    }

    [Fact]
    public async Task RouteRefresh_OneFamily_IsAnnouncedAgainWithEndOfRib()
    {
        var table = Plans.Table();
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, Plans.Router(table));
        await simulation.StartAsync();
        await speaker.Until(peer => peer.EndOfRibs.Count == 2);
        speaker.SendRouteRefresh(Family.IPv6);
        await speaker.Until(peer => peer.EndOfRibs[Family.IPv6] == 2);

        Assert.Equal(1, speaker.EndOfRibs[Family.IPv4]);
        Assert.Equal(table.Count + table.IPv6.Count, speaker.Announced);
        Assert.Equal(table.Count, simulation.Status()[0].RoutesHeld);
    }

    [Fact]
    public async Task Start_Open_OffersWhatThePlanSays()
    {
        var router = Plans.Router(Plans.Table(10, 10)) with { HoldTime = TimeSpan.FromSeconds(30), ExtendedMessages = true };
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, router);
        await simulation.StartAsync();
        await speaker.Until(peer => peer.EndOfRibs.Count == 2);

        var open = speaker.Open!;
        Assert.Equal(((ushort)30, router.Asn, router.RouterId), (open.HoldTime, open.Asn, open.Identifier));
        Assert.Equal(router.Families, Negotiation.FamiliesOf(open));
        Assert.True(open.Has(CapabilityCode.RouteRefresh));
        Assert.True(open.Has(CapabilityCode.ExtendedMessage));
        Assert.Equal(120, open.Find<GracefulRestartCapability>()!.RestartTime);
    }

    private static IEnumerable<IpPrefix> All(Simulate.Tables.RouteTable table) =>
        table.IPv4.Prefixes.ToArray().Concat(table.IPv6.Prefixes.ToArray()).Order();

    private static void AssertSame(byte[] expected, byte[] received)
    {
        foreach (var type in new[] { AttributeType.Origin, AttributeType.AsPath, AttributeType.LocalPref, AttributeType.MultiExitDisc,
            AttributeType.Aggregator, AttributeType.Communities, AttributeType.LargeCommunities })
        {
            Assert.Equal(EncodedAttributes.Value(expected, type), EncodedAttributes.Value(received, type));
        }
    }
}
