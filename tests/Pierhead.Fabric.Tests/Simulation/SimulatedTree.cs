using System.Collections.Immutable;
using System.Net;
using Pierhead.Model.Fabric;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Tests.Simulation;

/// <summary>Trees for simulations, as they are after validation.</summary>
internal static class SimulatedTree
{
    private static readonly TenantId Acme = new("acme");

    public static Configuration Of(ImmutableArray<Device> devices, ImmutableArray<AcceptRange> ranges) =>
        new(null!, [new Tenant(Acme, default, [], [], devices, ranges)]);

    public static Device Device(string name, params string[] addresses) =>
        new(new DeviceId(Acme, name), null, null, null, [.. addresses.Select(Address)], null!, null, [], null, []);

    public static AcceptRange Range(string prefix, int most)
    {
        Assert(IpPrefix.TryParse(prefix, out var range));
        return new AcceptRange(Acme, range, null, most, null!);
    }

    public static FabricPlan Plan(int nodes, params string[] addresses) => new(
        FabricMode.DirectReturn,
        FabricDriver.Keepalived,
        [.. addresses.Select(Address)],
        [],
        null,
        new FabricHealth(TimeSpan.FromSeconds(1), 2, 2, 8179, 1),
        null!,
        null!,
        [.. Enumerable.Range(1, nodes).Select(node => new FabricMachine($"land-{node}", [], "eth0", new MacAddress((ulong)node), 100, (uint)node * 100, false))],
        [],
        []);

    public static Ip Address(string text) => Ip.From(IPAddress.Parse(text));

    private static void Assert(bool isPrefix) => Xunit.Assert.True(isPrefix);
}
