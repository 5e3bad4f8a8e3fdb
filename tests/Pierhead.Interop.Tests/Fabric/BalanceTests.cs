using System.Net;
using System.Net.Sockets;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>The mode direct-return with real nft, real TCP and real ICMP. Proves nothing about BIRD, which moves the route here by hand.</summary>
public sealed class BalanceTests
{
    [Fact]
    public async Task KnownRouters_BothFamilies_SpreadEvenlyAndDevicesTogether()
    {
        using var lab = new BalanceLab();
        await lab.UntilUp();
        var sessions = await RouterSession.Open(lab.Router, BalanceLab.Known);
        await lab.UntilReported(sessions.Length);

        Assert.All(lab.Nodes, node => Assert.InRange(node.Holds.Count * lab.Nodes.Count / (double)sessions.Length, 0.95, 1.05));
        Assert.All(lab.Nodes, node => Assert.All(node.Holds.CountBy(BalanceLab.DeviceOf), device => Assert.Equal(2, device.Value)));
        Print(lab.Balancers[0].StatusTable());

        // Flows of a router meet its table. Exporters go on sending: a datagram that a full buffer drops is not the last one.
        var exporters = BalanceLab.Known.Where(source => source.AddressFamily == AddressFamily.InterNetwork).ToArray();
        await Eventually.Holds("a flow of each device", () =>
        {
            var unseen = exporters.Where(exporter => !lab.Nodes.Any(node => node.Flows.ContainsKey(exporter))).ToArray();
            if (unseen is [])
            {
                return true;
            }

            SendFlows(lab, unseen);
            return false;
        });
        Assert.All(lab.Nodes, node => Assert.Subset(node.Holds.ToHashSet(), node.Flows.Keys.ToHashSet()));
        Close(sessions);
    }

    [Fact]
    public async Task NodeDrained_SessionsStay_NoNewOnesLand()
    {
        using var lab = new BalanceLab();
        await lab.UntilUp();
        var sessions = await RouterSession.Open(lab.Router, BalanceLab.Known);
        await lab.UntilReported(sessions.Length);
        var drained = lab.Nodes[0];
        var before = drained.Holds;
        drained.State = "drained";
        await Eventually.Holds("both know that it is drained", () => lab.Balancers.All(one => one.StateOf(drained.Name) == "drained"));
        Assert.Equal(0, await RouterSession.Lost(sessions));
        Assert.Equal(before.Order(ByText), drained.Holds.Order(ByText));

        // Some of its routers leave and come back.
        var leaving = before.Select(BalanceLab.DeviceOf).Distinct().Take(30).ToHashSet();
        var left = sessions.Where(session => leaving.Contains(BalanceLab.DeviceOf(session.Source))).ToArray();
        Close(left);
        await Eventually.Holds("they are placed anew", () => lab.Balancers.All(one => one.Pinned(drained.Name) == (before.Count / 2) - leaving.Count));
        var back = await RouterSession.Open(lab.Router, left.Select(session => session.Source));
        Assert.Equal(0, await RouterSession.Lost([.. sessions.Except(left), .. back]));
        Assert.DoesNotContain(drained.Holds, source => leaving.Contains(BalanceLab.DeviceOf(source)));
        Close([.. sessions.Except(left), .. back]);
    }

    [Fact]
    public async Task BalancerChanged_NothingLostAndPinsEqual()
    {
        using var lab = new BalanceLab();
        await lab.UntilUp();
        var sessions = await RouterSession.Open(lab.Router, BalanceLab.Known.Concat(BalanceLab.Unknown(1, 50)));
        await lab.UntilReported(sessions.Length);
        var (first, second) = (lab.Balancers[0], lab.Balancers[1]);
        await Eventually.Holds("byte-equal pins", () => first.Pins == second.Pins);
        var pins = first.Pins;

        // The route moves; the first balancer's daemon dies, and its table goes on; the route moves back.
        lab.RouteBy(2);
        Assert.Equal(0, await RouterSession.Lost(sessions));
        first.Kill();
        lab.RouteBy(1);
        Assert.Equal(0, await RouterSession.Lost(sessions));

        // A machine that comes up without a table has the same pins before it announces.
        first.Space.Run("nft", "delete", "table", "netdev", "pierhead");
        lab.RouteBy(2);
        first.Restart();
        await Eventually.Holds("it announces again", () => first.IsUp == true);
        Assert.Equal(pins, first.Pins);
        lab.RouteBy(1);
        Assert.Equal(0, await RouterSession.Lost(sessions));

        // An ordinary end leaves the table.
        Assert.NotNull(first.Terminate());
        Assert.Equal(pins, first.Pins);
        Assert.Equal(0, await RouterSession.Lost(sessions));
        Close(sessions);
    }

    [Theory]
    [InlineData("10.40.0.2")]
    [InlineData("fd00:40::2")]
    [InlineData("10.40.0.3")]
    [InlineData("fd00:40::3")]
    public async Task PacketTooBig_ReachesTheNode(string customer)
    {
        using var lab = new BalanceLab();
        await lab.UntilUp();
        var source = IPAddress.Parse(customer);
        var sessions = await RouterSession.Open(lab.Customer, [source]);
        Assert.True(await sessions[0].Answers(octets: 100_000));
        Assert.Contains("mtu 1300", lab.HolderOf(source).Space.Run("ip", source.AddressFamily == AddressFamily.InterNetwork ? "-4" : "-6", "route", "get", customer), StringComparison.Ordinal);
        Close(sessions);
    }

    [Fact]
    public async Task UnknownRouters_NodeAdded_SpreadAndStay()
    {
        using var lab = new BalanceLab(nodes: 4, inTree: 3);
        await lab.UntilUp();
        var sessions = await RouterSession.Open(lab.Router, BalanceLab.Unknown(1, 120));
        await lab.UntilReported(sessions.Length);
        Assert.All(lab.Nodes.Take(3), node => Assert.InRange(node.Holds.Count, 80 - 25, 80 + 25));

        lab.WriteTree(nodes: 4);
        foreach (var balancer in lab.Balancers)
        {
            balancer.Reload();
        }

        await Eventually.Holds("both take the fourth node", () => lab.Balancers.All(one => one.Pinned("land-4") > 0));
        Assert.Equal(0, await RouterSession.Lost(sessions));
        lab.RouteBy(2);
        Assert.Equal(0, await RouterSession.Lost(sessions));

        var later = await RouterSession.Open(lab.Router, BalanceLab.Unknown(121, 100));
        Assert.Equal(0, await RouterSession.Lost(later));
        Assert.InRange(lab.Nodes[3].Holds.Count, 25, 75);
        Close([.. sessions, .. later]);
    }

    [Fact]
    public async Task NodeDead_ItsRoutersLandElsewhere()
    {
        using var lab = new BalanceLab();
        await lab.UntilUp();
        var sessions = await RouterSession.Open(lab.Router, BalanceLab.Known.Concat(BalanceLab.Unknown(1, 30)));
        await lab.UntilReported(sessions.Length);
        var dead = lab.Nodes[0];
        var lost = dead.Holds.ToHashSet();
        dead.Space.SetLink("eth0", up: false);
        await Eventually.Holds("both know that it is dead", () => lab.Balancers.All(one => one.Pinned(dead.Name) == 0));
        Assert.Equal(0, await RouterSession.Lost(sessions.Where(session => !lost.Contains(session.Source))));
        var back = await RouterSession.Open(lab.Router, lost);
        Assert.Equal(0, await RouterSession.Lost(back));
        Close([.. sessions, .. back]);
    }

    private static Comparer<IPAddress> ByText => Comparer<IPAddress>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));

    private static void SendFlows(BalanceLab lab, IEnumerable<IPAddress> sources)
    {
        using var last = NamespaceSocket.Create(lab.Router, () =>
        {
            Socket? socket = null;
            foreach (var source in sources)
            {
                socket?.Dispose();
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                socket.Bind(new IPEndPoint(source, 0));

                // Larger than a packet: its fragments, which have no port, go where the first one does.
                socket.SendTo(new byte[2000], new IPEndPoint(IPAddress.Parse(BalanceLab.Floating4), BalanceLab.FlowPort));
            }

            return socket!;
        });
    }

    private static void Close(IEnumerable<RouterSession> sessions)
    {
        foreach (var session in sessions)
        {
            session.Dispose();
        }
    }

    private static void Print(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);
}
