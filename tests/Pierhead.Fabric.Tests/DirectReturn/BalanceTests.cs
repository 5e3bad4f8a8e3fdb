using Pierhead.Fabric.DirectReturn;
using Xunit;
using static Pierhead.Fabric.Tests.DirectReturn.BalanceFixture;

namespace Pierhead.Fabric.Tests.DirectReturn;

public sealed class BalanceTests
{
    [Fact]
    public void Step_StartedWithoutTable_Withdraws() =>
        Assert.Equal([new BalanceAction.Announce(false)], Run(New(), new BalanceEvent.Started(HasTable: false)).Last);

    [Fact]
    public void Step_StartedWithTable_LeavesAllAsItIs() => Assert.Empty(Run(New(), new BalanceEvent.Started(HasTable: true)).Last);

    [Fact]
    public void Step_NotEveryNodeHeard_DoesNothing()
    {
        var (state, last) = Run(New(), Good("land-1"), Good("land-2"), Silent("land-3"));
        Assert.False(state.IsReady);
        Assert.DoesNotContain(last, action => action is not BalanceAction.Note);
    }

    [Fact]
    public void Step_LastNodeHeard_LoadsPinsThenAnnounces()
    {
        var (state, last) = Run(New(), Good("land-1"), Good("land-2"), Good("land-3"));
        var apply = Assert.IsType<BalanceAction.Apply>(last[^2]);
        Assert.Null(apply.From);
        Assert.Equal(120, apply.To.Pins.Count);
        Assert.Equal(ForwardingTable.PlaceCount, apply.To.Places.Length);
        Assert.Equal(new BalanceAction.Announce(true), last[^1]);
        Assert.Equal([20, 20, 20], state.Pinned.Values.CountBy(node => node).Select(count => count.Value));
    }

    [Fact]
    public void Step_NodeGivenUpOn_IsReadyWithoutIt()
    {
        var (state, last) = Run(New(), Good("land-1"), Good("land-2"), Silent("land-3"), Silent("land-3"));
        Assert.True(state.IsReady);
        Assert.Contains(new BalanceAction.Announce(true), last);
        Assert.DoesNotContain("land-3", state.Pinned.Values);
    }

    [Fact]
    public void Step_NoNodeIn_Withdraws()
    {
        var (state, last) = Run(Ready(), Says("land-1", "drained"), Says("land-2", "drained"), Says("land-3", "drained"));
        Assert.False(state.IsUp);
        Assert.Contains(new BalanceAction.Announce(false), last);
        Assert.Empty(state.Table!.Places);
    }

    [Fact]
    public void Step_Drained_HeldStayOthersGo()
    {
        var ready = Ready();
        var at1 = ready.Tree.Devices.Where(device => ready.Pinned[device.Id] == "land-1").ToArray();
        var (state, _) = Run(ready, Says("land-1", "drained", (at1[0].Id.Name, at1[0].Sources[0].ToString())));
        Assert.Equal([at1[0].Id], state.Pinned.Where(pin => pin.Value == "land-1").Select(pin => pin.Key));
        Assert.All(at1[0].Sources, source => Assert.Equal(Land1, state.Table!.Pins[source]));
    }

    [Fact]
    public void Step_DrainedByTheTree_IsDrainedAlike()
    {
        var (state, _) = Run(Ready(), new BalanceEvent.TreeRead(Tree(drained: "land-1")));
        Assert.DoesNotContain("land-1", state.Pinned.Values);
    }

    [Fact]
    public void Step_Dead_PlacesItsHeldAnewAndForgetsFlows()
    {
        var ready = Run(Ready(), Good("land-1", ("r1", "192.0.2.1"), ("198.51.100.7", "198.51.100.7"))).State;
        var (once, first) = Run(ready, Silent("land-1"));
        Assert.Empty(first);
        Assert.Equal(Land1, once.Table!.Pins[Address("198.51.100.7")]);
        var (twice, last) = Run(once, Silent("land-1"));
        Assert.True(last.OfType<BalanceAction.Apply>().Single().Forget);
        Assert.DoesNotContain("land-1", twice.Pinned.Values);
        Assert.DoesNotContain(Address("198.51.100.7"), twice.Table!.Pins.Keys);
    }

    [Fact]
    public void Step_Dead_ReturnsAfterRiseLooks()
    {
        var dead = Run(Ready(), Silent("land-1"), Silent("land-1")).State;
        var once = Run(dead, Good("land-1")).State;
        Assert.Equal(NodeJudgement.Out, once.Nodes["land-1"].Judgement);
        Assert.Equal(NodeJudgement.In, Run(once, Good("land-1")).State.Nodes["land-1"].Judgement);
    }

    [Fact]
    public void Step_LastNodeSilent_IsKeptByTheFloor()
    {
        var (state, _) = Run(
            Ready(), Silent("land-1"), Silent("land-1"), Silent("land-2"), Silent("land-2"), Silent("land-3"), Silent("land-3"), Silent("land-3"));
        Assert.Equal(NodeJudgement.In, state.Nodes["land-3"].Judgement);
        Assert.Contains("health.floor", state.Nodes["land-3"].Reason, StringComparison.Ordinal);
        Assert.True(state.IsUp);
    }

    [Fact]
    public void Step_SaysOut_KeepsWhatItHolds()
    {
        var ready = Run(Ready(), Good("land-1", ("r1", "192.0.2.1"))).State;
        var (state, _) = Run(ready, Says("land-1", "out", ("r1", "192.0.2.1")), Says("land-1", "out", ("r1", "192.0.2.1")));
        Assert.Equal(NodeJudgement.Out, state.Nodes["land-1"].Judgement);
        Assert.Equal([Id("r1")], state.Pinned.Where(pin => pin.Value == "land-1").Select(pin => pin.Key));
    }

    [Fact]
    public void Step_UnknownSourceReported_IsPinnedOnEveryBalancer()
    {
        var state = Run(Ready(), Good("land-1", ("198.51.100.7", "198.51.100.7"))).State;
        Assert.Equal(Land1, state.Table!.Pins[Address("198.51.100.7")]);
        Assert.DoesNotContain(Address("198.51.100.7"), Run(state, Good("land-1")).State.Table!.Pins.Keys);
    }

    [Theory]
    [InlineData("land-1", "land-2")]
    [InlineData("land-2", "land-1")]
    public void Step_TwoNodesHoldASession_TheLaterOneIsRight(string stale, string fresh)
    {
        var late = SaysSince(Start.AddMinutes(1), fresh, NodeReport.In, ("r1", "192.0.2.1"));
        var early = SaysSince(Start, stale, NodeReport.In, ("r1", "192.0.2.1"));
        var expected = fresh == "land-1" ? Land1 : Run(Ready(), Good("land-2", ("r1", "192.0.2.1"))).State.Table!.Pins[Address("192.0.2.1")];
        Assert.Equal(expected, Run(Ready(), early, late).State.Table!.Pins[Address("192.0.2.1")]);
        Assert.Equal(expected, Run(Ready(), late, early).State.Table!.Pins[Address("2001:db8::1")]);
    }

    [Fact]
    public void Step_SameReportsInAnotherOrder_PinsAreByteEqual()
    {
        BalanceEvent[] reports =
        [
            Good("land-1", ("r1", "192.0.2.1"), ("198.51.100.7", "198.51.100.7")),
            Good("land-2", ("r2", "2001:db8::2"), ("r1", "2001:db8::1")),
            Says("land-3", "drained", ("r3", "192.0.2.3")),
        ];
        var one = Run(New(Tree(balancer: 1)), reports).State;
        var other = Run(New(Tree(balancer: 1)), [.. reports.Reverse(), Good("land-3"), reports[2]]).State;
        Assert.Equal(RulesetText.Whole(one.Table!), RulesetText.Whole(other.Table!));

        var twin = Run(New(Tree(balancer: 2)), reports).State;
        Assert.Equal(
            RulesetText.Whole(one.Table!).Replace("ether saddr set 02:00:00:00:00:11", "ether saddr set 02:00:00:00:00:12", StringComparison.Ordinal)
                .Replace("ether daddr != 02:00:00:00:00:11", "ether daddr != 02:00:00:00:00:12", StringComparison.Ordinal),
            RulesetText.Whole(twin.Table!));
    }

    [Fact]
    public void Step_Refused_WritesAllAgainAndAnnouncesAfterThat()
    {
        var (refused, _) = Run(Ready(), new BalanceEvent.Refused("no"));
        Assert.Null(refused.Table);
        var (state, last) = Run(refused, new BalanceEvent.Ticked());
        Assert.Null(Assert.IsType<BalanceAction.Apply>(last[0]).From);
        Assert.Equal(new BalanceAction.Announce(true), last[1]);
        Assert.NotNull(state.Table);
    }

    [Fact]
    public void Step_Moved_CountsUntilItsNodeReportsIt()
    {
        var ready = Run(Ready(), Good("land-2", ("r1", "192.0.2.1"))).State;
        var (moved, last) = Run(ready, new BalanceEvent.Moved(Id("r1"), "land-1"));
        Assert.Equal("land-1", moved.Pinned[Id("r1")]);
        Assert.Single(last);
        var (reported, _) = Run(moved, Good("land-2"), Good("land-1", ("r1", "192.0.2.1")), new BalanceEvent.Ticked());
        Assert.Empty(reported.Moves);
        Assert.Equal("land-1", reported.Pinned[Id("r1")]);
    }

    [Fact]
    public void Step_MovedAndNeverReported_EndsWithItsLife()
    {
        var moved = Run(Ready(), Good("land-2", ("r1", "192.0.2.1")), new BalanceEvent.Moved(Id("r1"), "land-1")).State;
        var (state, _) = Balance.Step(moved, new BalanceEvent.Ticked(), Start + TimeSpan.FromMinutes(2));
        Assert.Equal("land-2", state.Pinned[Id("r1")]);
    }

    [Fact]
    public void Step_PacketsHeld_HoldsEveryAddressOfTheDevice()
    {
        var (held, _) = Run(Ready(), new BalanceEvent.PacketsHeld(Id("r1"), IsHeld: true));
        Assert.Equal([Address("192.0.2.1"), Address("2001:db8::1")], held.Table!.Held);
        Assert.Empty(Run(held, new BalanceEvent.PacketsHeld(Id("r1"), IsHeld: false)).State.Table!.Held);
    }

    [Fact]
    public void Step_NothingNew_DoesNothing() => Assert.Empty(Run(Ready(), Good("land-1")).Last);
}
