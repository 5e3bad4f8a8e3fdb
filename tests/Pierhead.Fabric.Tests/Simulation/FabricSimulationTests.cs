using System.Xml.Linq;
using Pierhead.Fabric.Placement;
using Pierhead.Fabric.Simulation;
using Pierhead.Model.Fabric;
using Xunit;

namespace Pierhead.Fabric.Tests.Simulation;

public sealed class FabricSimulationTests
{
    private static readonly FabricPlan Plan = SimulatedTree.Plan(3, "203.0.113.10", "2001:db8:ffff::10");
    private static readonly Population Routers = Population.Of(SimulatedTree.Of([], []), Plan, 4000, Addressing.Structured, 1);
    private static readonly Scenario OnTen = FabricSimulation.Run(Routers, FabricSimulation.Nodes(Plan, 10), Enum.GetValues<FabricMode>());

    public static TheoryData<FabricMode> Modes => [.. Enum.GetValues<FabricMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Run_AnyMode_CountsEverySessionOnce(FabricMode mode)
    {
        var outcome = Of(mode);
        Assert.Equal(8000, outcome.Loads.Sum(load => load.Sessions));
        Assert.Equal(8000, outcome.Loads.Sum(load => load.Share), 1e-6);
        Assert.Equal(4000, outcome.Pairs);
        Assert.All(outcome.Changes, change => Assert.InRange(change.Needless, 0, change.NewMoves));
        Assert.All(outcome.Changes, change => Assert.InRange(change.LiveBreaks, 0, change.NewMoves));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Run_AnyMode_KeepsDevicesTogetherOrSaysSo(FabricMode mode) => Assert.Equal(mode.PlacesDevices(), Of(mode).Apart == 0);

    [Theory]
    [InlineData(FabricMode.AnnouncedHash, 0.25)]
    [InlineData(FabricMode.DirectReturnLvs, 0.25)]
    [InlineData(FabricMode.DirectReturn, 0.05)]
    public void Run_ModesThatSpread_AreNearEven(FabricMode mode, double deviation) => Assert.InRange(Math.Abs(Of(mode).WorstDeviation!.Value), 0, deviation);

    [Fact]
    public void Run_MasksOnStructuredAddresses_AreFarFromEven() => Assert.True(Of(FabricMode.AnnouncedMask).WorstDeviation > 1);

    [Theory]
    [InlineData(FabricMode.AnnouncedHash)]
    [InlineData(FabricMode.DirectReturnLvs)]
    [InlineData(FabricMode.DirectReturn)]
    public void Run_ModesThatRemember_LoseOnlyWhatARemovedNodeHeld(FabricMode mode)
    {
        var outcome = Of(mode);
        Assert.Equal([0, 0], outcome.Changes.Where(change => change.Change != NodeChange.Remove).Select(change => change.LiveBreaks));
        var removed = outcome.Changes.Single(change => change.Change == NodeChange.Remove);
        Assert.Equal(outcome.Loads.Single(load => load.Name == removed.Node).Sessions, removed.LiveBreaks);
        Assert.All(outcome.Changes, change => Assert.InRange(change.Needless, 0, 0.02 * 8000));
    }

    [Fact]
    public void Run_Masks_LoseWhateverMoves()
    {
        Assert.All(Of(FabricMode.AnnouncedMask).Changes, change => Assert.Equal(change.NewMoves, change.LiveBreaks));
        Assert.True(Of(FabricMode.AnnouncedMask).Changes.Single(change => change.Change == NodeChange.Remove).Needless > 0);
    }

    [Fact]
    public void Run_ActiveBackup_HasAllOnTheLowestMed()
    {
        var outcome = Of(FabricMode.ActiveBackup);
        Assert.Equal(8000, outcome.Loads.Single(load => load.Name == "land-1").Sessions);
        Assert.Equal([("land-11", 0, 0), ("land-1", 8000, 8000), ("land-1", 8000, 8000)], outcome.Changes.Select(change => (change.Node, change.NewMoves, change.LiveBreaks)));
        Assert.Null(outcome.WorstDeviation);
    }

    [Fact]
    public void Run_DrainedNode_HasNoShare()
    {
        var nodes = FabricSimulation.Nodes(Plan, 3);
        nodes = nodes.SetItem(0, nodes[0] with { IsDrained = true });
        var scenario = FabricSimulation.Run(Routers, nodes, Enum.GetValues<FabricMode>());
        Assert.All(scenario.Modes, mode => Assert.Equal((0, 0.0), (mode.Loads[0].Sessions, mode.Loads[0].Share)));
        Assert.All(scenario.Modes, mode => Assert.Equal(4000, mode.Even));
    }

    [Fact]
    public void Run_OnlyOneNodeTakes_AllMoveNowhereWhenItGoes()
    {
        var nodes = FabricSimulation.Nodes(Plan, 2);
        nodes = nodes.SetItem(1, nodes[1] with { IsDrained = true });
        var scenario = FabricSimulation.Run(Routers, nodes, Enum.GetValues<FabricMode>());
        Assert.All(scenario.Modes, mode => Assert.Equal(8000, mode.Changes.Single(change => change.Change == NodeChange.Remove).LiveBreaks));
    }

    [Fact]
    public void Run_Twice_IsTheSame()
    {
        var again = FabricSimulation.Run(Routers, FabricSimulation.Nodes(Plan, 10), Enum.GetValues<FabricMode>());
        Assert.Equal(SimulationChart.Draw([OnTen], "x"), SimulationChart.Draw([again], "x"));
    }

    [Fact]
    public void Nodes_MoreThanThePlanHas_GoOnWithItsNames()
    {
        var nodes = FabricSimulation.Nodes(Plan, 11);
        Assert.Equal(["land-1", "land-2", "land-3", "land-4"], nodes.Take(4).Select(node => node.Name));
        Assert.Equal(new NodeShare("land-11", 100, 308), nodes[10]);
        Assert.Equal(["land-1", "land-2"], FabricSimulation.Nodes(Plan, 2).Select(node => node.Name));
    }

    [Fact]
    public void Draw_TwoScenarios_IsXmlWithABarForEachNode()
    {
        var onThree = FabricSimulation.Run(Routers, FabricSimulation.Nodes(Plan, 3), Enum.GetValues<FabricMode>());
        var svg = XDocument.Parse(SimulationChart.Draw([OnTen, onThree], "<structured & so on>"));
        Assert.Equal(5 * (10 + 3), svg.Descendants().Count(element => element.Name.LocalName == "rect" && (string?)element.Attribute("class") != "ground"));
        Assert.Contains(svg.Descendants(), element => element.Value.StartsWith("<structured & so on>", StringComparison.Ordinal));
    }

    private static ModeOutcome Of(FabricMode mode) => OnTen.Modes.Single(outcome => outcome.Mode == mode);
}
