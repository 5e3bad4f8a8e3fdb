using System.Collections.Immutable;
using System.Net;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Tests;

/// <summary>Plans as <c>fabric.yaml</c> would give them.</summary>
internal static class Plans
{
    public static FabricPlan Of(FabricMode mode, int nodes = 3, FabricSpeaker speaker = FabricSpeaker.Bird, FabricDriver driver = FabricDriver.Keepalived) => new(
        mode,
        driver,
        driver == FabricDriver.Ucarp ? [Address("203.0.113.10")] : [Address("203.0.113.10"), Address("2001:db8:ffff::10")],
        [2055, 4739],
        mode.IsAnnounced()
            ? new FabricAnnounce(speaker, new Asn(64513), new Asn(64512), [Address("10.10.0.1"), Address("fd00:10::1")], new FabricBfd(TimeSpan.FromMilliseconds(100), 3), TimeSpan.FromSeconds(9))
            : null,
        new FabricHealth(TimeSpan.FromSeconds(1), 2, 2, 8179, 1),
        new FabricVrrp(10, TimeSpan.FromSeconds(1), driver == FabricDriver.Ucarp ? "/etc/pierhead/secrets/carp" : null),
        new FabricLvs(100, FabricProbe.Http, (0, 0), TimeSpan.FromSeconds(60), 2, TimeSpan.FromHours(2)),
        [.. Enumerable.Range(1, nodes).Select(number => Machine($"land-{number}", 20 + number, (uint)number * 100))],
        mode.HasBalancers() ? [Machine("lb-1", 11, 100), Machine("lb-2", 12, 200)] : [],
        []);

    public static FabricMachine Machine(string name, int host, uint med) => new(
        name, [Address($"10.10.0.{host}"), Address($"fd00:10::{host}")], "eth0", new MacAddress(0x0200_0000_0000UL | (uint)host), 100, med, false);

    public static Ip Address(string text) => Ip.From(IPAddress.Parse(text));
}
