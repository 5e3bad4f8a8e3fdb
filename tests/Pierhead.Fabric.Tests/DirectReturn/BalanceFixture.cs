using System.Collections.Immutable;
using Pierhead.Fabric.DirectReturn;
using Pierhead.Model.Fabric;
using Pierhead.Model.Ids;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Tests.DirectReturn;

/// <summary>A fabric of three nodes and two balancers, and what happens to it.</summary>
internal static class BalanceFixture
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly MacAddress Land1 = Mac("02:00:00:00:00:21");

    public static BalanceTree Tree(int balancer = 1, int nodes = 3, int devices = 60, string? drained = null, int floor = 1)
    {
        var balancers = Enumerable.Range(1, 2)
            .Select(number => new FabricMachine($"lb-{number}", [Address($"10.10.0.1{number}")], "eth0", Mac($"02:00:00:00:00:1{number}"), 100, 100, false))
            .ToImmutableArray();
        var plan = new FabricPlan(
            FabricMode.DirectReturn,
            FabricDriver.Keepalived,
            [Address("10.20.0.1"), Address("fd00:20::1")],
            [2055, 4739],
            new FabricAnnounce(FabricSpeaker.Bird, new Asn(64513), new Asn(64512), [Address("10.10.0.1")], null, TimeSpan.FromSeconds(9)),
            new FabricHealth(TimeSpan.FromSeconds(1), 2, 2, 8179, floor),
            new FabricVrrp(1, TimeSpan.FromSeconds(1), null),
            new FabricLvs(1, FabricProbe.Http, (0, 0), TimeSpan.FromSeconds(10), 2, TimeSpan.FromHours(2)),
            [.. Enumerable.Range(1, nodes).Select(number => Node(number, drained))],
            balancers,
            []);
        return new BalanceTree(plan, balancers[balancer - 1], [.. Enumerable.Range(1, devices).Select(Device)]);
    }

    public static BalancedDevice Device(int number) => new(Id($"r{number}"), [Address($"192.0.2.{number}"), Address($"2001:db8::{number:x}")]);

    public static DeviceId Id(string name) => new(new TenantId("acme"), name);

    public static Ip Address(string text) => Ip.TryParse(text, out var address) ? address : throw new FormatException(text);

    public static MacAddress Mac(string text) => MacAddress.TryParse(text, out var mac) ? mac : throw new FormatException(text);

    public static BalanceEvent.Looked Good(string node, params (string Device, string Address)[] holds) => Says(node, NodeReport.In, holds);

    public static BalanceEvent.Looked Says(string node, string state, params (string Device, string Address)[] holds) => SaysSince(Start, node, state, holds);

    public static BalanceEvent.Looked SaysSince(DateTimeOffset since, string node, string state, params (string Device, string Address)[] holds) => new(
        node,
        new NodeReport(
            node, state, null, 100, holds.Length, 0, [.. holds.Select(hold => new NodeHold(new SessionKey(Id(hold.Device), Address(hold.Address)), since)).OrderBy(hold => hold.Session)]),
        null);

    public static BalanceEvent.Looked Silent(string node) => new(node, null, "silence");

    /// <summary>Lets events happen, a second apart; gives the state and the actions of the last one.</summary>
    public static (BalanceState State, ImmutableArray<BalanceAction> Last) Run(BalanceState state, params BalanceEvent[] events)
    {
        var last = ImmutableArray<BalanceAction>.Empty;
        var now = Start;
        foreach (var happened in events)
        {
            (state, last) = Balance.Step(state, happened, now);
            now += TimeSpan.FromSeconds(1);
        }

        return (state, last);
    }

    public static BalanceState New(BalanceTree? tree = null) => BalanceState.Of(tree ?? Tree());

    /// <summary>A balancer that has heard all of its nodes, which hold nothing.</summary>
    public static BalanceState Ready(BalanceTree? tree = null) => Run(New(tree), Good("land-1"), Good("land-2"), Good("land-3")).State;

    private static FabricMachine Node(int number, string? drained) =>
        new($"land-{number}", [Address($"10.10.0.2{number}")], "eth0", Mac($"02:00:00:00:00:2{number}"), 100, 100, drained == $"land-{number}");
}
