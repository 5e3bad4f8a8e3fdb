using System.Collections.Immutable;
using System.Net;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Tests.Support;

/// <summary>Small configurations.</summary>
internal static class Trees
{
    internal static readonly TenantId Acme = new("acme");
    internal static readonly Asn Asn = new(64500);

    internal static readonly DeviceBgp Bgp = new(
        Asn,
        Asn,
        Password: null,
        FamilySet.Of(Family.IPv4, Family.IPv6),
        FamilySet.Empty,
        TimeSpan.FromSeconds(90),
        GtsmHops: null,
        PrefixLimits.None,
        KeepStale: TimeSpan.FromMinutes(10),
        MitigationSettings.None);

    internal static Ip RouterId => Address("192.0.2.1");

    internal static Ip Address(string text) => Ip.TryParse(text, out var address) ? address : throw new FormatException(text);

    internal static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);

    internal static SessionKey Key(string device, string address) => new(new DeviceId(Acme, device), Address(address));

    /// <summary>The key of an address of a range.</summary>
    internal static SessionKey Key(string address) => Key(address, address);

    internal static Device Device(string name, DeviceBgp bgp, params string[] addresses) => new(
        new DeviceId(Acme, name),
        Site: null,
        Role: null,
        Description: null,
        [.. addresses.Select(Address)],
        bgp,
        TableFrom: null,
        [],
        Sampling: null,
        []);

    internal static AcceptRange Range(string from, DeviceBgp bgp, int maxSessions = 100) => new(Acme, Prefix(from), Site: null, maxSessions, bgp);

    internal static Configuration Of(ImmutableArray<Device> devices, params ImmutableArray<AcceptRange> ranges) => new(
        new NodeSettings(
            "test",
            [new IPEndPoint(IPAddress.Loopback, 0)],
            RouterId,
            TimeSpan.FromSeconds(90),
            [],
            new ApiSettings([], null, null, null),
            Store: null,
            State: null,
            LimitSettings.Default,
            [],
            []),
        [new Tenant(Acme, Asn, [], [], devices, ranges)]);
}
