using Pierhead.Simulate;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Tables;

public sealed class RibTableTests
{
    [Theory]
    [InlineData("test_data_bview.ipv4_unicast_add_path.gz", "10.0.15.1", "10.0.10.0/24", "65015 65014 65013 65012 65011")]
    [InlineData("test_data_bview.64k_stream_overflow.gz", "2a00:1c10:10::8", "2001:579:1040::/46", "50300 6939 22773")]
    public async Task Load_PeerOfADump_ItsRoutesAreAnnounced(string name, string peer, string prefix, string path)
    {
        var file = Corpus.Path("bgp/mrt/" + name);
        Assert.True(RibTable.IsDump(file) && Ip.TryParse(peer, out _) && IpPrefix.TryParse(prefix, out _));
        _ = Ip.TryParse(peer, out var address);
        _ = IpPrefix.TryParse(prefix, out var expected);
        await using var speaker = new PassiveSpeaker();
        var options = new SimulateOptions { Target = speaker.Endpoint, MrtFile = file, MrtPeer = address };
        await using var simulation = new Simulation(SimulationPlans.From(options));
        await simulation.StartAsync();
        await speaker.Until(each => each.EndOfRibs.Count == 2);

        Assert.True(speaker.WorstFault.IsNone, speaker.WorstFault.Reason);
        Assert.Equal(path, string.Join(' ', EncodedAttributes.FirstSequence(speaker.Table[expected])));
    }

    [Fact]
    public void Load_AttributesThatFillAMessage_RouteIsLeftOut()
    {
        var file = Corpus.Path("bgp/mrt/test_data_bview.64k_stream_overflow.gz");
        Assert.True(Ip.TryParse("2405:fc00::6", out var peer));
        Assert.Throws<FormatException>(() => RibTable.Load(file, peer));
    }

    [Fact]
    public void Load_PeerOfNoRoute_SaysSo()
    {
        var file = Corpus.Path("bgp/mrt/test_data_bview.ipv4_unicast_add_path.gz");
        var failure = Assert.Throws<FormatException>(() => RibTable.Load(file, Ip.FromV4(1)));
        Assert.Contains("0.0.0.1", failure.Message, StringComparison.Ordinal);
    }
}
