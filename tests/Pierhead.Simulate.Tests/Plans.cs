using System.Net;
using Pierhead.Simulate;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Net;

namespace Pierhead.Tests;

/// <summary>Plans that tests start from.</summary>
internal static class Plans
{
    public static RouteTable Table(int ipv4 = 3000, int ipv6 = 700, ulong seed = 1) =>
        SeededTable.Create(new SeededTableOptions { IPv4Count = ipv4, IPv6Count = ipv6, Seed = seed });

    public static RouterPlan Router(RouteTable? table = null) => new()
    {
        Name = "edge1",
        LocalAddress = IPAddress.Parse("127.9.0.1"),
        Asn = new Asn(64500),
        RouterId = Ip.FromV4(0x7F090001),
        Table = table,
        NextHopsIPv4 = [Ip.FromV4(0x64400001), Ip.FromV4(0x64400002), Ip.FromV4(0x64400003)],
        NextHopsIPv6 = [Ip.FromV6(0x20010DB8_00000000, 1), Ip.FromV6(0x20010DB8_00000000, 2)],
    };

    public static Simulation Simulate(PassiveSpeaker speaker, params RouterPlan[] routers) =>
        new(new SimulationPlan(speaker.Endpoint, [.. routers]));

    public static Simulation Simulate(PassiveSpeaker speaker, TimeProvider time, params RouterPlan[] routers) =>
        new(new SimulationPlan(speaker.Endpoint, [.. routers]), events: null, time);
}
