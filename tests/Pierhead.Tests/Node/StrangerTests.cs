using System.Net;
using System.Net.Sockets;
using Pierhead.Simulate;
using Pierhead.Web.Contract;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>Connections from addresses that no tenant claims.</summary>
public sealed class StrangerTests(ITestOutputHelper output)
{
    private const int Strangers = 5_000;
    private const int PerSecond = 1_000;

    private const string Tree = """
        tenant: acme
        asn: 64500
        devices:
          - { name: edge1, addresses: [127.84.0.1] }
        """;

    [Fact]
    public async Task Flood_AThousandASecond_LeavesAnEstablishedSessionAlone()
    {
        await using var node = await RunningNode.StartAsync(new Dictionary<string, string> { ["acme.yaml"] = Tree });
        await using var router = new Simulation(SimulationPlans.From(new SimulateOptions
        {
            Target = node.Bgp,
            FirstLocalAddress = IPAddress.Parse("127.84.0.1"),
            HoldTime = TimeSpan.FromSeconds(3),
            IPv4Count = 100,
            IPv6Count = 100,
        }));
        await router.StartAsync();
        await RunningNode.UntilAsync(() => node.Node.Bgp.Totals.Established == 1, "the session established");
        var before = node.Node.Bgp.Snapshot()[0].EstablishedAt;

        // A keepalive a second: over the 5 s of the flood a router that misses three ends the session.
        var started = TimeProvider.System.GetTimestamp();
        var refused = await FloodAsync(node.Bgp);
        var took = TimeProvider.System.GetElapsedTime(started);

        var session = Assert.Single(node.Node.Bgp.Snapshot());
        var unknown = await RunningNode.GetAsync<Page<Unknown>>(node.Client(), "api/v1/unknown?limit=10000");
        output.WriteLine($"{Strangers} connections in {took.TotalSeconds:0.0} s, {refused} told 6/5; flaps {session.Flaps}");
        Assert.Equal((before, 0L), (session.EstablishedAt, session.Flaps));
        Assert.Equal(1, router.Status()[0].Sessions);
        Assert.Equal(Strangers, unknown.Items.Sum(each => each.Attempts));
        Assert.DoesNotContain(unknown.Items, each => each.Address == "127.84.0.1");
        Assert.InRange(refused, Strangers * 9 / 10, Strangers);
    }

    [Fact]
    public async Task Stranger_SendsAnOpen_IsToldRejectedAndListedWithItsAs()
    {
        await using var node = await RunningNode.StartAsync(new Dictionary<string, string> { ["acme.yaml"] = Tree });
        await using var stranger = new Simulation(SimulationPlans.From(new SimulateOptions
        {
            Target = node.Bgp,
            FirstLocalAddress = IPAddress.Parse("127.84.0.9"),
            Asn = new Pierhead.Wire.Net.Asn(4_200_000_009),
            IPv4Count = 1,
            IPv6Count = 1,
            Reconnect = false,
        }));
        await stranger.StartAsync();
        await stranger.Completion.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        var notification = stranger.Status()[0].LastNotification?.Message;
        Assert.NotNull(notification);
        Assert.Equal((6, 5), (notification.Code, notification.Subcode));
        var client = node.Client();
        var page = await RunningNode.GetAsync<Page<Unknown>>(client, "api/v1/unknown");
        var item = Assert.Single(page.Items);
        Assert.Equal(("127.84.0.9", "bgp", 1L), (item.Address, item.Kind, item.Attempts));
        Assert.Equal(4_200_000_009, item.Asn);
    }

    /// <summary>Opens connections at a pace, from 200 addresses; answers how many read the NOTIFICATION 6/5.</summary>
    private static async Task<int> FloodAsync(IPEndPoint target)
    {
        var pending = new List<Task<bool>>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var started = TimeProvider.System.GetTimestamp();
        while (pending.Count < Strangers)
        {
            var due = (int)(TimeProvider.System.GetElapsedTime(started).TotalSeconds * PerSecond);
            while (pending.Count < Math.Min(due, Strangers))
            {
                pending.Add(KnockAsync(target, IPAddress.Parse($"127.84.1.{1 + (pending.Count % 200)}")));
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return (await Task.WhenAll(pending)).Count(told => told);
    }

    private static async Task<bool> KnockAsync(IPEndPoint target, IPAddress from)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(target, TestContext.Current.CancellationToken);
        var message = new byte[64];
        var length = 0;
        while (length < 21 && await socket.ReceiveAsync(message.AsMemory(length), TestContext.Current.CancellationToken) is > 0 and var read)
        {
            length += read;
        }

        return length >= 21 && message[18] == 3 && (message[19], message[20]) == (6, 5);
    }
}
