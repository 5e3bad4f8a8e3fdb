using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tests.Support;

namespace Pierhead.Sessions.Tests.Loopback;

/// <summary>Timers over real sockets, on a clock that the test moves.</summary>
public sealed class SlowRouterTests
{
    [Fact]
    public async Task Router_FallsSilent_HoldTimerAndNotification()
    {
        var time = new FakeTimeProvider();
        var key = Trees.Key("edge1", "127.0.8.1");
        await using var server = await TestServer.Start(
            Trees.Of([Trees.Device("edge1", Trees.Bgp, "127.0.8.1")]), new BgpServerOptions { TimeProvider = time });
        using var router = await TestRouter.Establish(server.Endpoint, "127.0.8.1", Messages.Open(holdTime: 9));
        await server.UntilEstablished(key);
        time.Advance(TimeSpan.FromSeconds(9));

        Assert.Equal("4/0", await router.ReceiveLast());
        await Wait.Until(() => server.Status(key).LastError == "hold timer expired", "the reason");
    }

    [Fact]
    public async Task Router_ReadsNothing_SendHoldTimerEndsIt()
    {
        var time = new FakeTimeProvider();
        var key = Trees.Key("edge1", "127.0.8.2");
        await using var server = await TestServer.Start(
            Trees.Of([Trees.Device("edge1", Trees.Bgp, "127.0.8.2")]), new BgpServerOptions { TimeProvider = time });
        using var router = await TestRouter.Establish(
            server.Endpoint, "127.0.8.2", Messages.Open(holdTime: 0), socket => socket.ReceiveBufferSize = 1024);
        await server.UntilEstablished(key);

        // Requests for routes fill the router's small buffer: from then on it acknowledges nothing.
        for (var i = 0; i < 2000; i++)
        {
            server.Bgp.Clear(key, ClearKind.Soft);
        }

        time.Advance(TimeSpan.FromMinutes(9));
        await Wait.Until(() => server.Status(key).State == BgpState.Active, "the send hold timer");
        Assert.Equal("send hold timer expired: the router takes nothing in", server.Status(key).LastError);
    }

    [Fact]
    public async Task Routers_OneFloods_TheOtherGetsItsTurn()
    {
        var flooding = Trees.Key("edge1", "127.0.8.3");
        var quiet = Trees.Key("edge2", "127.0.8.4");
        await using var server = await TestServer.Start(Trees.Of(
            [Trees.Device("edge1", Trees.Bgp, "127.0.8.3"), Trees.Device("edge2", Trees.Bgp, "127.0.8.4")]));
        using var first = await TestRouter.Establish(server.Endpoint, "127.0.8.3");
        await server.UntilEstablished(flooding);
        var flood = Messages.Join([.. Enumerable.Repeat(Messages.Update(4000), 1000)]);
        using var done = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await first.Socket.SendAsync(flood, SocketFlags.None);
            }
        });
        await Wait.Until(() => server.Tables[flooding].Updates > 0, "the flood to begin");
        using var second = await TestRouter.Establish(server.Endpoint, "127.0.8.4");
        await server.UntilEstablished(quiet);
        await second.Send(Messages.Update(65000));
        await Wait.Until(() => server.Tables[quiet].Updates == 1, "the quiet one's update");
        await done.CancelAsync();
        await sending;

        Assert.Equal(BgpState.Established, server.Status(flooding).State);
    }
}
