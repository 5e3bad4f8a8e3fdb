using System.Collections.Immutable;
using Pierhead.Fabric.Placement;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Tests;

/// <summary>Addresses, devices and nodes for tests: the same in each run.</summary>
internal static class Sources
{
    /// <summary>Half of them IPv4, half IPv6, all different.</summary>
    public static ImmutableArray<Ip> Of(int count) =>
    [
        .. Enumerable.Range(0, count).Select(number => number % 2 == 0
            ? Ip.FromV4(0x0A00_0001u + ((uint)number * 7))
            : Ip.FromV6(0x2001_0DB8_0000_0000UL + (ulong)number, 1)),
    ];

    public static ImmutableArray<PinDevice> Devices(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new PinDevice(new DeviceId(new TenantId("acme"), $"edge{number}")))];

    public static ImmutableArray<NodeShare> Nodes(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new NodeShare($"land-{number}", 100, (uint)number * 100))];
}
