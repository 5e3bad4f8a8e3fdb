using Pierhead.Fabric.Health;
using Xunit;

namespace Pierhead.Fabric.Tests.Health;

public sealed class PeerStateTests
{
    private static readonly HealthRules Rules = new(Fall: 2, Rise: 2, Floor: 1, Silence: 2, LeavesInSteps: true);

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
    public void After_Looks_GiveTheStandings(string looks, string expected) => Assert.Equal(expected, Standings(looks, Rules));

    /// <summary>With masks silence has to last: not so the node's own word, and a machine that is not there.</summary>
    [Theory]
    [InlineData("ssssssssss", "IIIIIIIIIO")]
    [InlineData("sssssssssis", "IIIIIIIIIII")]
    [InlineData("so", "IO")]
    [InlineData("snn", "IIG")]
    public void After_LooksWithMasks_SilenceLasts(string looks, string expected) => Assert.Equal(expected, Standings(looks, Rules with { Silence = 10 }));

    /// <summary>A site that starts: who says out is starting too. Once it was in, or was waited for long enough, it is like any.</summary>
    [Theory]
    [InlineData("osssoooii", "IIIIIIIII")]
    [InlineData("ossisso", "IIIIIOO")]
    [InlineData("oooooooooooooooooooo", "IIIIIIIIIIIIIIIIIIIO")]
    [InlineData("onnii", "IIGGI")]
    public void After_LooksAtTheStart_GiveTime(string looks, string expected) => Assert.Equal(expected, Standings(looks, Rules, PeerState.Awaited));

    private static string Standings(string looks, HealthRules rules, PeerState? from = null)
    {
        var state = from ?? PeerState.In;
        var standings = "";
        foreach (var look in looks)
        {
            state = state.After(
                look switch { 'i' => NodeWord.In, 'd' => NodeWord.Drained, 'o' => NodeWord.Out, 's' => NodeWord.Silent, _ => NodeWord.NotReached }, rules);
            standings += state.Standing switch { PeerStanding.In => 'I', PeerStanding.Out => 'O', _ => 'G' };
        }

        return standings;
    }
}
