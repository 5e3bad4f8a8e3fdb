using Pierhead.Fabric.Health;
using Xunit;

namespace Pierhead.Fabric.Tests.Health;

public sealed class HealthMachineTests
{
    private static readonly HealthRules Announced = new(Fall: 2, Rise: 2, Floor: 1, Silence: 2, LeavesInSteps: true);
    private static readonly HealthRules Balanced = Announced with { LeavesInSteps = false };
    private static readonly HealthState In = new(HealthStanding.In, 0, 0, HasLeft: true, Reason: null, IsHeld: false);
    private static readonly HealthState Out = new(HealthStanding.Out, 0, 0, HasLeft: true, "broken", IsHeld: false);

    /// <summary>
    /// From which standing; the looks, one letter each: g good; b bad, nobody asked; 0 to 9 bad, so many others in; the same looks with others out before
    /// this one in the plan; and the standings after each: I in, H in by the floor, L leaving, O out.
    /// </summary>
    public static TheoryData<string, bool, string, int, string> Table => new()
    {
        { "in", true, "gggg", 0, "IIII" },
        { "in", true, "bgbg", 0, "IIII" },
        { "in", true, "b1111", 0, "ILOOO" },
        { "in", false, "b1111", 0, "IOOOO" },
        { "in", true, "b1gg", 0, "ILOI" },
        { "in", true, "b1ggg", 0, "ILOII" },
        { "in", false, "b1gbgg", 0, "IOOOOI" },
        { "in", true, "b000g", 0, "IHHHI" },
        { "in", true, "b01", 0, "IHL" },
        { "in", true, "b10", 0, "ILH" },
        { "in", true, "b10", 1, "ILO" },
        { "in", false, "b110", 0, "IOOH" },
        { "in", false, "b110", 1, "IOOO" },
        { "in", false, "b110gb0", 0, "IOOHIIH" },
        { "out", true, "gg", 0, "OI" },
        { "out", true, "gbgg", 0, "OOOI" },
        { "out", true, "0", 0, "H" },
        { "first", true, "gg", 0, "OI" },
        { "first", true, "bbbb", 0, "OOOO" },
        { "first", true, "0000", 0, "OOOO" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Step_Looks_GiveTheStandings(string from, bool announced, string looks, int outBefore, string expected)
    {
        var rules = announced ? Announced : Balanced;
        var state = from switch { "in" => In, "out" => Out, _ => HealthState.First };
        var standings = "";
        foreach (var look in looks)
        {
            var isWell = look == 'g';
            var others = char.IsDigit(look) ? new HealthOthers(look - '0', outBefore) : null;
            if (others is null && HealthMachine.NeedsOthers(state, isWell, rules))
            {
                others = new HealthOthers(1, outBefore);
            }

            (state, _) = HealthMachine.Step(state, new HealthLook(isWell ? [] : ["broken"], others), rules);
            standings += state.Standing switch { HealthStanding.In => state.IsHeld ? 'H' : 'I', HealthStanding.Leaving => 'L', _ => 'O' };
        }

        Assert.Equal(expected, standings);
    }

    [Fact]
    public void Step_Transition_SaysItsReasonOnce()
    {
        var look = new HealthLook(["the node is not ready: no lane"], new HealthOthers(2, 0));
        var (first, nothing) = HealthMachine.Step(In, look, Announced);
        var (second, leaves) = HealthMachine.Step(first, look, Announced);
        var (third, isOut) = HealthMachine.Step(second, look, Announced);
        var (_, again) = HealthMachine.Step(third, look, Announced);
        Assert.Equal((null, "leaves: the node is not ready: no lane", "out: the node is not ready: no lane", null), (nothing, leaves, isOut, again));
    }

    [Fact]
    public void Step_Floor_SaysWhyItStays()
    {
        var (state, change) = HealthMachine.Step(In with { Bad = 1 }, new HealthLook(["a", "b"], new HealthOthers(0, 1)), Announced);
        Assert.Equal("a; b; in all the same: 0 other nodes are in, and the floor is 1", state.Reason);
        Assert.Equal($"stays in: {state.Reason}", change);
    }

    /// <summary>Two nodes that turn bad at the same moment: each sees the other in, both leave, and the first of the plan comes back.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Step_AllTurnBadAtOnce_OneStaysIn(bool announced)
    {
        var rules = announced ? Announced : Balanced;
        HealthState[] nodes = [In, In, In];
        var fewestAnnounced = nodes.Length;
        for (var round = 0; round < 20; round++)
        {
            // All look at the same moment, at what the others were before it.
            var before = nodes.ToArray();
            for (var node = 0; node < nodes.Length; node++)
            {
                var others = new HealthOthers(
                    before.Where((state, other) => other != node && state.Standing == HealthStanding.In).Count(),
                    before.Take(node).Count(state => state.Standing != HealthStanding.In));
                (nodes[node], _) = HealthMachine.Step(before[node], new HealthLook(["broken"], others), rules);
            }

            fewestAnnounced = Math.Min(fewestAnnounced, nodes.Count(state => state.Standing != HealthStanding.Out));
        }

        Assert.Equal([HealthStanding.In, HealthStanding.Out, HealthStanding.Out], nodes.Select(state => state.Standing));
        Assert.Equal(announced ? 1 : 0, fewestAnnounced);
    }

    [Fact]
    public void NeedsOthers_OnlyAtTheThresholdOrOutside()
    {
        Assert.False(HealthMachine.NeedsOthers(In, isWell: false, Announced));
        Assert.True(HealthMachine.NeedsOthers(In with { Bad = 1 }, isWell: false, Announced));
        Assert.False(HealthMachine.NeedsOthers(In with { Bad = 1 }, isWell: true, Announced));
        Assert.True(HealthMachine.NeedsOthers(Out, isWell: false, Announced));
        Assert.False(HealthMachine.NeedsOthers(HealthState.First, isWell: false, Announced));
    }
}
