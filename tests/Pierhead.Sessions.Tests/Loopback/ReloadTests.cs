using System.Net;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tests.Support;

namespace Pierhead.Sessions.Tests.Loopback;

/// <summary>A changed tree touches only the sessions whose own settings changed.</summary>
public sealed class ReloadTests
{
    private static Device Edge(int number, DeviceBgp? bgp = null) => Trees.Device($"edge{number}", bgp ?? Trees.Bgp, $"127.0.7.{number}");

    [Fact]
    public async Task Apply_DescriptionSettingsAndRemoval_OthersUntouched()
    {
        await using var server = await TestServer.Start(Trees.Of([Edge(1), Edge(2), Edge(3), Edge(4)]));
        var routers = new List<TestRouter>();
        for (var i = 1; i <= 4; i++)
        {
            routers.Add(await TestRouter.Establish(server.Endpoint, $"127.0.7.{i}"));
            await server.UntilEstablished(Trees.Key($"edge{i}", $"127.0.7.{i}"));
        }

        var before = server.Bgp.Snapshot().ToDictionary(status => status.Key, status => status.EstablishedAt);
        server.Bgp.Apply(Trees.Of([
            Edge(1) with { Description = "rack 5", Role = "edge", Site = "ams1" },
            Edge(2, Trees.Bgp with { HoldTime = TimeSpan.FromSeconds(30) }),
            Edge(4),
            Edge(5)]));

        Assert.Equal("6/6", await routers[1].ReceiveLast());
        Assert.Equal("6/3", await routers[2].ReceiveLast());
        var after = server.Bgp.Snapshot();
        Assert.Equal(["edge1", "edge2", "edge4", "edge5"], after.Select(status => status.Key.Device.Name));
        Assert.Equal(before[after[0].Key], after[0].EstablishedAt);
        Assert.Equal(before[after[2].Key], after[2].EstablishedAt);
        await Wait.Until(() => server.Tables.Removed.Contains(Trees.Key("edge3", "127.0.7.3")), "the removed table");
        Assert.Equal(["up", "down"], server.Tables[Trees.Key("edge2", "127.0.7.2")].Calls);
        using (var removed = await TestRouter.Connect(server.Endpoint, "127.0.7.3"))
        {
            Assert.Equal("6/5", await removed.Receive());
        }

        using var added = await TestRouter.Establish(server.Endpoint, "127.0.7.5");
        await server.UntilEstablished(Trees.Key("edge5", "127.0.7.5"));
        routers.ForEach(router => router.Dispose());
    }

    [Fact]
    public async Task Apply_ThereAndBackAtOnce_EndsWithTheLastSettings()
    {
        var key = Trees.Key("edge1", "127.0.7.1");
        await using var server = await TestServer.Start(Trees.Of([Edge(1)]));
        server.Bgp.Apply(Trees.Of([Edge(1, Trees.Bgp with { PeerAsn = new(64999) })]));
        server.Bgp.Apply(Trees.Of([Edge(1)]));
        using var router = await TestRouter.Establish(server.Endpoint, "127.0.7.1");
        await server.UntilEstablished(key);
    }

    [Fact]
    public async Task Apply_RemovedAndAddedAtOnce_TableIsTheNewOnes()
    {
        var key = Trees.Key("edge1", "127.0.7.1");
        await using var server = await TestServer.Start(Trees.Of([Edge(1)]));
        for (var i = 0; i < 20; i++)
        {
            server.Bgp.Apply(Trees.Of([]));
            server.Bgp.Apply(Trees.Of([Edge(1)]));
        }

        using var router = await TestRouter.Establish(server.Endpoint, "127.0.7.1");
        await server.UntilEstablished(key);
        Assert.Equal(["up"], server.Tables[key].Calls);
        Assert.Equal((1, 1), server.Bgp.Totals);
    }

    [Fact]
    public async Task Apply_Range_ItsSessionsFollow()
    {
        var range = Trees.Range("127.0.7.0/24", Trees.Bgp);
        await using var server = await TestServer.Start(Trees.Of([], range));
        using var kept = await TestRouter.Establish(server.Endpoint, "127.0.7.1");
        await server.UntilEstablished(Trees.Key("127.0.7.1"));
        var since = server.Status(Trees.Key("127.0.7.1")).EstablishedAt;

        server.Bgp.Apply(Trees.Of([], range with { Site = "ams1", MaxSessions = 5 }));
        Assert.Equal(since, server.Status(Trees.Key("127.0.7.1")).EstablishedAt);

        server.Bgp.Apply(Trees.Of([], range with { Bgp = Trees.Bgp with { HoldTime = TimeSpan.FromSeconds(30) } }));
        Assert.Equal("6/6", await kept.ReceiveLast());
        using var again = await TestRouter.Establish(server.Endpoint, "127.0.7.1");
        await server.UntilEstablished(Trees.Key("127.0.7.1"));

        server.Bgp.Apply(Trees.Of([]));
        Assert.Equal("6/3", await again.ReceiveLast());
        Assert.Empty(server.Bgp.Snapshot());
    }

    [Fact]
    public async Task Apply_StrangerOnboarded_IsNoLongerListed()
    {
        await using var server = await TestServer.Start(Trees.Of([]));
        using (var stranger = await TestRouter.Connect(server.Endpoint, "127.0.7.8"))
        {
            Assert.Equal("6/5", await stranger.Receive());
        }

        Assert.Equal(1, server.Bgp.UnknownRouters.Count);
        server.Bgp.Apply(Trees.Of([Edge(8)]));
        Assert.Equal(0, server.Bgp.UnknownRouters.Count);
        using var router = await TestRouter.Establish(server.Endpoint, "127.0.7.8");
    }

    [Fact]
    public async Task Apply_OtherListenAddress_WarnsAndStays()
    {
        await using var server = await TestServer.Start(Trees.Of([]));
        var configuration = Trees.Of([]);
        server.Bgp.Apply(new Configuration(
            configuration.Node with { BgpListen = [new IPEndPoint(IPAddress.Loopback, 1790)] }, configuration.Tenants));

        Assert.Contains(server.Log.Lines, line => line.Id == 2003 && line.Text.StartsWith("bgp.listen", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Bgp.Endpoints, endpoint => endpoint.Port == 1790);
    }
}
