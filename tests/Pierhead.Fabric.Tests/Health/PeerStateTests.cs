using Pierhead.Fabric.Health;
using Xunit;

namespace Pierhead.Fabric.Tests.Health;

public sealed class PeerStateTests
{
    private static readonly HealthRules Rules = new(Fall: 2, Rise: 2, Floor: 1, LeavesInSteps: true);

    /// <summary>Looks: i in, d drained, o out by its own word, s silent, n not reached. Standings after each: I in, O out, G gone.</summary>
    [Theory]
    [InlineData("iiii", "IIII")]
    [InlineData("dddd", "IIII")]
    [InlineData("sisi", "IIII")]
    [InlineData("ssii", "IOOI")]
    [InlineData("oii", "OOI")]
    [InlineData("oioii", "OOOOI")]
    [InlineData("nnii", "IGGI")]
    [InlineData("snnii", "IOGGI")]
    [InlineData("onon", "OOOO")]
    [InlineData("nnsii", "IGOOI")]
    [InlineData("nninnii", "IGGGGGI")]
    [InlineData("ninini", "IIIIII")]
    public void After_Looks_GiveTheStandings(string looks, string expected)
    {
        var state = PeerState.In;
        var standings = "";
        foreach (var look in looks)
        {
            state = state.After(
                look switch { 'i' => NodeWord.In, 'd' => NodeWord.Drained, 'o' => NodeWord.Out, 's' => NodeWord.Silent, _ => NodeWord.NotReached }, Rules);
            standings += state.Standing switch { PeerStanding.In => 'I', PeerStanding.Out => 'O', _ => 'G' };
        }

        Assert.Equal(expected, standings);
    }
}
