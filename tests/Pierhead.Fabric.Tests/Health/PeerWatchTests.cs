using Pierhead.Fabric.Health;
using Pierhead.Model.Fabric;
using Xunit;

namespace Pierhead.Fabric.Tests.Health;

public sealed class PeerWatchTests
{
    /// <summary>Standings of land-1 (the machine itself), land-2 and so on: I in, O out, G gone. Who is passed over: names of the two lists.</summary>
    [Theory]
    [InlineData("III", "", "")]
    [InlineData("IOI", "2", "")]
    [InlineData("IGI", "", "2")]
    [InlineData("IOG", "2", "3")]
    [InlineData("OII", "1", "")]
    [InlineData("OGG", "", "")]
    [InlineData("IGG", "23", "")]
    [InlineData("IGGO", "4", "23")]
    [InlineData("IG", "", "2")]
    public void Absent_Standings_NameWhoIsPassedOver(string standings, string notWell, string gone)
    {
        var absent = PeerWatch.Absent(
            Plans.Of(FabricMode.AnnouncedHash, standings.Length),
            "land-1",
            node => standings[node[^1] - '1'] switch { 'I' => PeerStanding.In, 'O' => PeerStanding.Out, _ => PeerStanding.Gone });
        Assert.Equal((notWell, gone), (Numbers(absent.Out), Numbers(absent.Gone)));
    }

    [Fact]
    public void Absent_OnlyADrainedNodeIsThere_IsNobody()
    {
        var plan = Plans.Of(FabricMode.AnnouncedHash, 2);
        plan = plan with { Nodes = plan.Nodes.SetItem(0, plan.Nodes[0] with { IsDrained = true }) };
        Assert.True(PeerWatch.Absent(plan, "land-1", node => node == "land-1" ? PeerStanding.In : PeerStanding.Gone).IsEmpty);
    }

    private static string Numbers(IEnumerable<string> nodes) => string.Concat(nodes.Select(node => node[^1]));
}
