using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tables;
using Pierhead.Sessions.Tests.Support;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Tests.Loopback;

/// <summary>Sessions over TCP on loopback.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task Start_ConfiguredRouter_EstablishedAndFed()
    {
        var key = Trees.Key("edge1", "127.0.1.1");
        await using var server = await TestServer.Start(Trees.Of([Trees.Device("edge1", Trees.Bgp, "127.0.1.1")]));
        Assert.Equal((1, 0), server.Bgp.Totals);
        using var router = await TestRouter.Establish(server.Endpoint, "127.0.1.1");
        await server.UntilEstablished(key);
        await router.Send(Enumerable.Repeat(Messages.Update(100), 5000).ToArray());

        await Wait.Until(() => server.Tables[key].Updates == 5000, "5000 updates");
        Assert.Equal(5000, server.Status(key).UpdatesReceived);
        Assert.Equal((1, 1), server.Bgp.Totals);
        Assert.Equal(5000, server.Bgp.Snapshot().Single().Routes(Family.IPv4));
    }

    [Fact]
    public async Task Start_IPv6_Established()
    {
        var key = Trees.Key("edge1", "::1");
        await using var server = await TestServer.Start(Trees.Of([Trees.Device("edge1", Trees.Bgp, "::1")]), ipv6: true);
        using var router = await TestRouter.Establish(server.Endpoint, "::1");
        await server.UntilEstablished(key);
    }

    [Fact]
    public async Task Start_BothFamiliesOnOnePort_ListensOnBoth()
    {
        await using var first = await TestServer.Start(Trees.Of([]));
        var port = first.Endpoint.Port;
        await using var second = await TestServer.Start(
            Trees.Of([]), new BgpServerOptions { ListenEndpoints = [new IPEndPoint(IPAddress.IPv6Any, port)] });
        Assert.Equal(port, second.Endpoint.Port);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSoAndStartsNothing()
    {
        await using var first = await TestServer.Start(Trees.Of([]));
        var options = new BgpServerOptions { ListenEndpoints = [first.Endpoint] };
        var error = await Assert.ThrowsAsync<ListenException>(() => TestServer.Start(Trees.Of([]), options));

        Assert.Contains("the port is in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Router_Killed_TableStaysAndSessionIsFoundLost()
    {
        var key = Trees.Key("edge1", "127.0.1.2");
        await using var server = await TestServer.Start(Trees.Of([Trees.Device("edge1", Trees.Bgp, "127.0.1.2")]));
        var router = await TestRouter.Establish(server.Endpoint, "127.0.1.2");
        await server.UntilEstablished(key);
        router.Reset();

        await Wait.Until(() => server.Status(key).State == BgpState.Active, "the session is lost");
        Assert.Equal("connection reset by peer", server.Status(key).LastError);
        Assert.Equal(["up", "down"], server.Tables[key].Calls);
        Assert.Equal((1, 0), server.Bgp.Totals);
    }

    [Fact]
    public async Task Router_ReconnectsWhileTheOldOneLives_IsRefused()
    {
        var key = Trees.Key("edge1", "127.0.1.3");
        await using var server = await TestServer.Start(Trees.Of([Trees.Device("edge1", Trees.Bgp, "127.0.1.3")]));
        using var router = await TestRouter.Establish(server.Endpoint, "127.0.1.3");
        await server.UntilEstablished(key);
        using var second = await TestRouter.Connect(server.Endpoint, "127.0.1.3");
        await second.Send(Messages.Open());

        Assert.Equal("6/7", await second.ReceiveLast());
        Assert.Equal(BgpState.Established, server.Status(key).State);
        Assert.Equal(0, server.Status(key).Flaps);
    }

    [Fact]
    public async Task Router_SendsOnWhileLimitIsReached_SeesTheNotification()
    {
        var limits = new PrefixLimits(new Dictionary<Family, long> { [Family.IPv4] = 10 }, 80, TimeSpan.FromMinutes(5));
        var key = Trees.Key("edge1", "127.0.1.4");
        await using var server = await TestServer.Start(Trees.Of([Trees.Device("edge1", Trees.Bgp with { Limits = limits }, "127.0.1.4")]));
        server.Tables[key].Outcome = count => new ApplyOutcome { Applied = count, LimitReached = Family.IPv4 };
        using var router = await TestRouter.Establish(server.Endpoint, "127.0.1.4");
        await router.Send(Enumerable.Repeat(Messages.Update(1000), 500).ToArray());

        Assert.Equal("6/1", await router.ReceiveLast());
        await Wait.Until(() => server.Status(key).State == BgpState.Idle, "held off");
        using var again = await TestRouter.Connect(server.Endpoint, "127.0.1.4");
        Assert.Equal("6/5", await again.Receive());
        Assert.Equal(1, server.Bgp.Clear(key, ClearKind.Hard));
        await Wait.Until(() => server.Status(key).HeldOffUntil is null, "cleared");
        using var third = await TestRouter.Establish(server.Endpoint, "127.0.1.4");
    }

    [Fact]
    public async Task Stop_WithSessions_TellsEveryRouter()
    {
        var devices = Enumerable.Range(1, 6).Select(i => Trees.Device($"edge{i}", Trees.Bgp, $"127.0.2.{i}")).ToArray();
        await using var server = await TestServer.Start(Trees.Of([.. devices]));
        var routers = new List<TestRouter>();
        for (var i = 1; i <= 6; i++)
        {
            routers.Add(await TestRouter.Establish(server.Endpoint, $"127.0.2.{i}"));
        }

        await Wait.Until(() => server.Bgp.Totals.Established == 6, "6 sessions");
        var stop = server.Bgp.StopAsync("upgrade");
        foreach (var router in routers)
        {
            Assert.Equal("6/2", await router.ReceiveLast());
            router.Dispose();
        }

        await stop.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<SocketException>(() => TestRouter.Connect(new IPEndPoint(IPAddress.Loopback, 1), "127.0.2.1"));
    }

    [Fact]
    public async Task Apply_TableThrows_OnlyThatSessionEnds()
    {
        var broken = Trees.Key("edge1", "127.0.1.6");
        var sound = Trees.Key("edge2", "127.0.1.7");
        await using var server = await TestServer.Start(Trees.Of(
            [Trees.Device("edge1", Trees.Bgp, "127.0.1.6"), Trees.Device("edge2", Trees.Bgp, "127.0.1.7")]));
        server.Tables[broken].Outcome = _ => throw new InvalidOperationException("a bug");
        using var first = await TestRouter.Establish(server.Endpoint, "127.0.1.6");
        using var second = await TestRouter.Establish(server.Endpoint, "127.0.1.7");
        await server.UntilEstablished(broken);
        await server.UntilEstablished(sound);
        await first.Send(Messages.Update());

        Assert.Equal("6/8", await first.ReceiveLast());
        await second.Send(Messages.Update());
        await Wait.Until(() => server.Tables[sound].Updates == 1, "the other one's update");
        Assert.Single(server.Log.Lines, line => line is { Id: 2105, Level: LogLevel.Error });
    }

    [Fact]
    public async Task Clear_SoftOfOneThatCan_AsksForRoutes()
    {
        var key = Trees.Key("edge1", "127.0.1.5");
        await using var server = await TestServer.Start(Trees.Of([Trees.Device("edge1", Trees.Bgp, "127.0.1.5")]));
        Assert.Equal(0, server.Bgp.Clear(key, ClearKind.Soft));
        using var router = await TestRouter.Establish(server.Endpoint, "127.0.1.5");
        await server.UntilEstablished(key);

        Assert.Equal(1, server.Bgp.Clear(key, ClearKind.Soft));
        Assert.Equal("update", await router.Receive());
        Assert.Equal("update", await router.Receive());
        Assert.Equal("refresh", await router.Receive());
        Assert.Equal(0, server.Bgp.Clear(Trees.Key("edge2", "127.0.1.5"), ClearKind.Hard));
    }
}
