using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Linux;
using Pierhead.Sessions.Tests.Support;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Tests.Loopback;

/// <summary>Who is let in: strangers, ranges, GTSM.</summary>
public sealed class AdmissionTests
{
    [Fact]
    public async Task Connect_Unclaimed_RejectedListedAndItsAsLearned()
    {
        await using var server = await TestServer.Start(Trees.Of([]));
        for (var i = 0; i < 3; i++)
        {
            using var stranger = await TestRouter.Connect(server.Endpoint, "127.0.4.1");
            await stranger.Send(Messages.Open(asn: 65551));
            Assert.Equal("6/5", await stranger.Receive());
            Assert.Equal("end", await stranger.Receive());
        }

        await Wait.Until(() => server.Bgp.UnknownRouters.Snapshot() is [{ Asn: not null }], "the AS is learned");
        var unknown = Assert.Single(server.Bgp.UnknownRouters.Snapshot());
        Assert.Equal(Trees.Address("127.0.4.1"), unknown.Address);
        Assert.Equal(3, unknown.Attempts);
        Assert.Equal(new Asn(65551), unknown.Asn);
        Assert.Single(server.Log.Lines, line => line is { Id: 2200, Level: LogLevel.Warning });
    }

    [Fact]
    public async Task Connect_ThousandStrangers_EstablishedSessionKeepsItsKeepalives()
    {
        var key = Trees.Key("edge1", "127.0.4.2");
        await using var server = await TestServer.Start(Trees.Of([Trees.Device("edge1", Trees.Bgp, "127.0.4.2")]));
        using var router = await TestRouter.Establish(server.Endpoint, "127.0.4.2", Messages.Open(holdTime: 3));
        await server.UntilEstablished(key);
        using var done = new CancellationTokenSource();
        var alive = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await router.Send(Messages.Keepalive);
                await Task.Delay(500);
            }
        });
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 4000 || clock.Elapsed < TimeSpan.FromSeconds(4); i++)
        {
            using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            stranger.Bind(new System.Net.IPEndPoint(new System.Net.IPAddress([127, 0, 5, (byte)(i % 250)]), 0));
            await stranger.ConnectAsync(server.Endpoint, TestContext.Current.CancellationToken);
        }

        var status = server.Status(key);
        Assert.Equal(BgpState.Established, status.State);
        Assert.Equal(0, status.Flaps);
        Assert.Equal(250, server.Bgp.UnknownRouters.Count);
        Assert.InRange(server.Log.Lines.Count(line => line.Id == 2200), 1, 15);
        await done.CancelAsync();
        await alive;
    }

    [Fact]
    public async Task Connect_MoreThanTheRangeAllows_RejectedUntilOneLeaves()
    {
        await using var server = await TestServer.Start(Trees.Of([], Trees.Range("127.0.6.0/24", Trees.Bgp, maxSessions: 2)));
        using var first = await TestRouter.Establish(server.Endpoint, "127.0.6.1");
        var second = await TestRouter.Establish(server.Endpoint, "127.0.6.2");
        await Wait.Until(() => server.Bgp.Totals.Established == 2, "two sessions");
        using (var third = await TestRouter.Connect(server.Endpoint, "127.0.6.3"))
        {
            Assert.Equal("6/5", await third.Receive());
        }

        using (var newcomer = await TestRouter.Connect(server.Endpoint, "127.0.6.1"))
        {
            Assert.Equal("open", await newcomer.Receive());
        }

        second.Dispose();
        await Wait.Until(() => server.Bgp.Totals.Established == 1, "one is gone");
        using var again = await TestRouter.Establish(server.Endpoint, "127.0.6.3");
        await server.UntilEstablished(Trees.Key("127.0.6.3"));
        Assert.Empty(server.Bgp.UnknownRouters.Snapshot());
        Assert.True(server.Status(Trees.Key("127.0.6.3")).FromRange);
    }

    [Fact]
    public async Task Router_OfARangeStaysAway_IsForgottenAfterKeepStale()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var key = Trees.Key("127.0.6.9");
        await using var server = await TestServer.Start(
            Trees.Of([], Trees.Range("127.0.6.0/24", Trees.Bgp)), new BgpServerOptions { TimeProvider = time });
        var router = await TestRouter.Establish(server.Endpoint, "127.0.6.9");
        await server.UntilEstablished(key);
        router.Dispose();
        await Wait.Until(() => server.Status(key).State == BgpState.Active, "lost");
        Assert.Equal((1, 0), server.Bgp.Totals);

        time.Advance(TimeSpan.FromMinutes(11));
        await Wait.Until(() => server.Bgp.Find(key) is null, "forgotten");
        await Wait.Until(() => server.Tables.Removed.Contains(key), "its table too");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connect_Gtsm_OnlyWithFullTtl(bool ipv6)
    {
        var address = ipv6 ? "::1" : "127.0.4.3";
        var key = Trees.Key("edge1", address);
        await using var server = await TestServer.Start(
            Trees.Of([Trees.Device("edge1", Trees.Bgp with { GtsmHops = 1 }, address)]), ipv6: ipv6);
        Assert.Equal("reset", await FirstWordFromAfar(server, address, ipv6));
        await Wait.Until(() => server.Status(key).LastError == "refused: more than 1 hops away (gtsm)", "the reason");
        using var near = await TestRouter.Establish(server.Endpoint, address, prepare: socket => Ttl(socket, ipv6, 255));
        await server.UntilEstablished(key);

        // What comes later from farther away is dropped by the kernel.
        var before = MinimumTtlDrops();
        Ttl(near.Socket, ipv6, 64);
        await near.Send(Messages.Notification(6, 4));
        await Wait.Until(() => MinimumTtlDrops() > before, "the kernel drops it");
        Assert.Equal(BgpState.Established, server.Status(key).State);
    }

    /// <summary>The reset may come while the connecting call has not returned yet.</summary>
    private static async Task<string> FirstWordFromAfar(TestServer server, string address, bool ipv6)
    {
        try
        {
            using var far = await TestRouter.Connect(server.Endpoint, address, socket => Ttl(socket, ipv6, 254));
            return await far.Receive();
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            return "reset";
        }
    }

    private static void Ttl(Socket socket, bool ipv6, int ttl) => socket.SetRawSocketOption(
        ipv6 ? SocketOption.LevelIpv6 : SocketOption.LevelIp,
        ipv6 ? SocketOption.Ipv6UnicastHops : SocketOption.IpTtl,
        BitConverter.GetBytes(ttl));

    private static long MinimumTtlDrops()
    {
        var lines = File.ReadAllLines("/proc/net/netstat");
        var names = lines[0].Split(' ');
        return long.Parse(lines[1].Split(' ')[Array.IndexOf(names, "TCPMinTTLDrop")], null);
    }
}
