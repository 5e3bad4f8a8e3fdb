using System.Collections.Immutable;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Model.Fabric;

/// <summary>The file <c>fabric.yaml</c>, validated: the same on every machine. Immutable.</summary>
/// <param name="Addresses">The floating addresses that routers connect to, at most one of each family.</param>
/// <param name="FlowPorts">UDP ports of the floating addresses, besides TCP 179.</param>
/// <param name="Announce">How the address is announced; null in <see cref="FabricMode.ActiveBackup"/>.</param>
/// <param name="Before">Memberships of before, the latest first: where a session may still be that a change has placed anew.</param>
public sealed record FabricPlan(
    FabricMode Mode,
    FabricDriver Driver,
    ImmutableArray<Ip> Addresses,
    ImmutableArray<int> FlowPorts,
    FabricAnnounce? Announce,
    FabricHealth Health,
    FabricVrrp Vrrp,
    FabricLvs Lvs,
    ImmutableArray<FabricMachine> Nodes,
    ImmutableArray<FabricMachine> Balancers,
    ImmutableArray<FabricMembership> Before)
{
    /// <summary>The port that routers connect to.</summary>
    public const int BgpPort = 179;

    /// <summary>The floating address of a family; null where there is none.</summary>
    public Ip? AddressOf(bool isIPv6) => Addresses.Cast<Ip?>().FirstOrDefault(address => address!.Value.IsIPv6 == isIPv6);

    /// <summary>Which nodes get new sessions now.</summary>
    public FabricMembership Membership => new([.. Nodes.Where(node => node.NewWeight > 0).Select(node => (node.Name, node.NewWeight))]);

    /// <summary>The machines that announce the address, or hold it.</summary>
    public ImmutableArray<FabricMachine> Front => Mode.HasBalancers() ? Balancers : Nodes;

    public FabricMachine? NodeNamed(string name) => Nodes.FirstOrDefault(node => node.Name == name);

    public FabricMachine? BalancerNamed(string name) => Balancers.FirstOrDefault(balancer => balancer.Name == name);
}

/// <summary>Which nodes got new sessions, by weight.</summary>
public sealed record FabricMembership(ImmutableArray<(string Node, int Weight)> Weights)
{
    /// <summary>As it is written in the tree: <c>land-1=100 land-2=50</c>.</summary>
    public override string ToString() => string.Join(
        ' ', Weights.Select(weight => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{weight.Node}={weight.Weight}")));
}

/// <summary>A machine of the fabric.</summary>
/// <param name="Addresses">Its own addresses on the link of the fabric, at most one of each family.</param>
/// <param name="Interface">The interface on that link.</param>
/// <param name="Mac">That interface's hardware address.</param>
/// <param name="Weight">Its share of the sessions against others; 0 for none. Of balancers without meaning.</param>
/// <param name="Med">MULTI_EXIT_DISC with which it announces the address: the lowest one is preferred. In active-backup the lowest holds it.</param>
/// <param name="IsDrained">Whether it keeps the sessions it has and gets no new ones.</param>
public sealed record FabricMachine(
    string Name, ImmutableArray<Ip> Addresses, string Interface, MacAddress Mac, int Weight, uint Med, bool IsDrained)
{
    public Ip? AddressOf(bool isIPv6) => Addresses.Cast<Ip?>().FirstOrDefault(address => address!.Value.IsIPv6 == isIPv6);

    /// <summary>The weight for new sessions.</summary>
    public int NewWeight => IsDrained ? 0 : Weight;
}

/// <summary>How the floating address is announced.</summary>
/// <param name="LocalAsn">Our AS towards the router.</param>
/// <param name="RouterAsn">The router's.</param>
/// <param name="Routers">The router's addresses, at most one of each family.</param>
/// <param name="Bfd">BFD towards the router (RFC 5880); null for none.</param>
public sealed record FabricAnnounce(
    FabricSpeaker Speaker, Asn LocalAsn, Asn RouterAsn, ImmutableArray<Ip> Routers, FabricBfd? Bfd, TimeSpan HoldTime);

/// <param name="Interval">Both ways.</param>
/// <param name="Multiplier">Packets missed until the other side is down.</param>
public sealed record FabricBfd(TimeSpan Interval, int Multiplier);

/// <summary>How a node's health is judged.</summary>
/// <param name="Every">Time between two looks.</param>
/// <param name="Fall">Bad looks in a row until it is taken out.</param>
/// <param name="Rise">Good looks in a row until it is taken back in.</param>
/// <param name="Port">TCP port at which every node says how it is.</param>
/// <param name="Floor">Nodes that are left in, however many look bad: a flaky check never takes out the last.</param>
public sealed record FabricHealth(TimeSpan Every, int Fall, int Rise, int Port, int Floor);

/// <summary>What the machines of active-backup share.</summary>
/// <param name="Id">Virtual router identifier on the link, 1 to 255.</param>
/// <param name="Interval">Time between advertisements.</param>
/// <param name="PasswordFile">Absolute path of the secret of CARP; null in VRRP, which has none (RFC 9568).</param>
public sealed record FabricVrrp(int Id, TimeSpan Interval, string? PasswordFile);

/// <summary>What only IPVS needs.</summary>
/// <param name="Quorum">Units of weight below which the address is withdrawn.</param>
/// <param name="Probe">How a node is asked.</param>
/// <param name="SyncThreshold">net.ipv4.vs.sync_threshold: packets until the first synchronisation, and between two.</param>
/// <param name="SyncRefresh">Time after which an entry is sent again.</param>
/// <param name="Timeout">How long an idle connection is remembered.</param>
public sealed record FabricLvs(
    int Quorum, FabricProbe Probe, (int First, int Period) SyncThreshold, TimeSpan SyncRefresh, int SyncRetries, TimeSpan Timeout);
