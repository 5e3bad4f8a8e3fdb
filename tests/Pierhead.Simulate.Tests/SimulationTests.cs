using System.Net;
using Pierhead.Simulate;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests;

/// <summary>Routers over real loopback TCP against <see cref="PassiveSpeaker"/>.</summary>
public sealed class SimulationTests
{
    private static bool HasBothEndOfRibs(PassiveSpeaker speaker) => speaker.EndOfRibs.Count == 2;

    [Fact]
    public async Task Start_SeededTable_PeerHoldsTheWholeTable()
    {
        var table = Plans.Table(20_000, 4_000);
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, Plans.Router(table));
        await simulation.StartAsync();
        await speaker.Until(HasBothEndOfRibs);

        Assert.True(speaker.WorstFault.IsNone, speaker.WorstFault.Reason);
        Assert.Equal(table.Count, speaker.Table.Count);
        Assert.Equal(table.Count, speaker.Announced);
        Assert.All(table.IPv4.Prefixes.ToArray(), prefix => Assert.Contains(prefix, speaker.Table));
        Assert.All(table.IPv6.Prefixes.ToArray(), prefix => Assert.Contains(prefix, speaker.Table));
        Assert.Equal(IPAddress.Parse("127.9.0.1"), speaker.Source);
        var status = simulation.Status()[0];
        Assert.Equal(RouterState.Established, status.State);
        Assert.Equal(table.Count, status.RoutesAnnounced);
        Assert.Equal(table.Count, status.RoutesHeld);
    }
}
