using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pierhead.Fabric.Placement;
using Pierhead.Interop.Tests.Network;
using Pierhead.Wire.Net;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>The hash of nftables in the kernel that runs here, against ours, address by address.</summary>
public sealed class JhashTests
{
    /// <summary>So many of each family: one half in a row, the other all over.</summary>
    private const int Addresses = 200;

    private static readonly ImmutableArray<Ip> Sources = Make();

    [Theory]
    [InlineData(4093, SourceHash.UsualSeed, 0)]
    [InlineData(3, 0xFEEDCAFE, 100)]
    [InlineData(1021, 1, 7)]
    public void Bucket_AddressesOfBothFamilies_AreTheKernels(uint modulus, uint seed, uint offset)
    {
        Prerequisite.Namespaces();
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        using var space = NetworkNamespace.Create("jhash");
        Load(space, $"mod {modulus} seed {seed} offset {offset}");
        Send(space);

        var seen = Seen(space);
        Assert.Equal(Sources.ToHashSet(), [.. seen.Keys]);
        Assert.All(seen, row => Assert.Equal(row.Value, Jhash.Bucket(row.Key, modulus, seed, offset)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{seen.Keys.Count(source => !source.IsIPv6)} IPv4 and {seen.Keys.Count(source => source.IsIPv6)} IPv6 addresses, mod {modulus} seed {seed} offset {offset}");
    }

    [Fact]
    public void NodeOf_TableAsMapOfNft_MarksTheSameNode()
    {
        Prerequisite.Namespaces();
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        using var space = NetworkNamespace.Create("jhash");
        var placement = SourceHash.For([new("land-1", 100), new("land-2", 50), new("land-3", 100)]);
        Load(
            space,
            $"mod {placement.Table.Length} seed {placement.Seed} map @owners",
            $"map owners {{ typeof numgen inc mod {placement.Table.Length} : meta mark; elements = {{ {string.Join(", ", placement.Table.Select((node, bucket) => $"{bucket} : {100 + node}"))} }}; }}");
        Send(space);

        var seen = Seen(space);
        Assert.Equal(Sources.Length, seen.Count);
        Assert.All(seen, row => Assert.Equal(row.Value, 100u + (uint)placement.NodeOf(row.Key)));
    }

    private static ImmutableArray<Ip> Make()
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(1, Addresses / 2).Select(number => Ip.FromV4(0x0A00_0000u + (uint)number)),
            .. Enumerable.Range(1, Addresses / 2).Select(_ => Ip.FromV4(0x0A00_0000u + (uint)random.Next(1 << 24))),
            .. Enumerable.Range(1, Addresses / 2).Select(number => Ip.FromV6(0x2001_0DB8_0000_0000UL | (uint)number, 1)),
            .. Enumerable.Range(1, Addresses / 2).Select(_ => Ip.FromV6(0x2001_0DB8_0000_0000UL | (uint)random.Next(), (ulong)random.NextInt64())),
        ];
    }

    /// <summary>Every packet to port 9 leaves its source and its mark in a set.</summary>
    /// <param name="hash">What follows <c>jhash ip saddr</c>.</param>
    private static void Load(NetworkNamespace space, string hash, string map = "")
    {
        space.Run(
            "nft",
            $$"""
            table inet seen {
              {{map}}
              set seen4 { type ipv4_addr . mark; size 65535; flags dynamic; }
              set seen6 { type ipv6_addr . mark; size 65535; flags dynamic; }
              chain out {
                type filter hook output priority 0; policy accept;
                ip daddr 127.0.0.1 udp dport 9 meta mark set jhash ip saddr {{hash}} add @seen4 { ip saddr . meta mark }
                ip6 daddr ::1 udp dport 9 meta mark set jhash ip6 saddr {{hash}} add @seen6 { ip6 saddr . meta mark }
              }
            }
            """);
        space.Ip("route", "add", "local", "10.0.0.0/8", "dev", "lo");
        space.Ip("-6", "route", "add", "local", "2001:db8::/32", "dev", "lo");
        space.Run("sysctl", "-q", "-w", "net.ipv6.ip_nonlocal_bind=1");
    }

    private static void Send(NetworkNamespace space)
    {
        foreach (var source in Sources)
        {
            var target = new IPEndPoint(source.IsIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 9);
            using var socket = NamespaceSocket.Create(space, () => new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
            socket.Bind(new IPEndPoint(source.ToIPAddress(), 0));
            socket.SendTo([0], target);
        }
    }

    private static Dictionary<Ip, uint> Seen(NetworkNamespace space)
    {
        var seen = new Dictionary<Ip, uint>();
        foreach (var set in new[] { "seen4", "seen6" })
        {
            var answer = JsonElement.Parse(space.Run("nft", "-j", "list", "set", "inet", "seen", set));
            foreach (var element in answer.GetProperty("nftables")[1].GetProperty("set").GetProperty("elem").EnumerateArray())
            {
                var pair = element.GetProperty("concat");
                seen.Add(Ip.From(IPAddress.Parse(pair[0].GetString()!)), pair[1].GetUInt32());
            }
        }

        return seen;
    }
}
