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
    private const int Addresses = 200;

    [Theory]
    [InlineData(4093, SourceHash.UsualSeed, 0)]
    [InlineData(3, 0xFEEDCAFE, 100)]
    [InlineData(1021, 1, 7)]
    public void Bucket_AddressesOfBothFamilies_AreTheKernels(uint modulus, uint seed, uint offset)
    {
        Prerequisite.Namespaces();
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        using var space = NetworkNamespace.Create("jhash");
        Load(space, modulus, seed, offset);
        var random = new Random(1);
        Ip[] ipv4 = [.. Enumerable.Range(0, Addresses).Select(number => Ip.FromV4(0x0A00_0000 | (number < Addresses / 2 ? (uint)number + 1 : (uint)random.Next(1 << 24))))];
        Ip[] ipv6 =
        [
            .. Enumerable.Range(0, Addresses)
                .Select(number => number < Addresses / 2
                    ? Ip.FromV6(0x2001_0DB8_0000_0000UL | (uint)number, 1)
                    : Ip.FromV6(0x2001_0DB8_0000_0000UL | (uint)random.Next(), (ulong)random.NextInt64())),
        ];
        Send(space, ipv4, new IPEndPoint(IPAddress.Loopback, 9));
        Send(space, ipv6, new IPEndPoint(IPAddress.IPv6Loopback, 9));

        var seen = Seen(space, "seen4").Concat(Seen(space, "seen6")).ToDictionary(row => row.Source, row => row.Mark);
        Assert.Equal(ipv4.Concat(ipv6).ToHashSet(), [.. seen.Keys]);
        Assert.All(seen, row => Assert.Equal(row.Value, Jhash.Bucket(row.Key, modulus, seed, offset)));
        Assert.All(seen.Where(_ => offset == 0), row => Assert.Equal((int)row.Value, SourceHash.For([new("a", 1)], (int)modulus, seed).BucketOf(row.Key)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{seen.Keys.Count(source => !source.IsIPv6)} IPv4 and {seen.Keys.Count(source => source.IsIPv6)} IPv6 addresses, mod {modulus} seed {seed} offset {offset}");
    }

    /// <summary>Every packet to port 9 leaves its source and its mark in a set.</summary>
    private static void Load(NetworkNamespace space, uint modulus, uint seed, uint offset)
    {
        var hash = $"mod {modulus} seed {seed} offset {offset}";
        space.Run(
            "nft",
            $$"""
            table inet seen {
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

    private static void Send(NetworkNamespace space, Ip[] sources, IPEndPoint target)
    {
        foreach (var source in sources)
        {
            using var socket = NamespaceSocket.Create(space, () => new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
            socket.Bind(new IPEndPoint(source.ToIPAddress(), 0));
            socket.SendTo([0], target);
        }
    }

    private static IEnumerable<(Ip Source, uint Mark)> Seen(NetworkNamespace space, string set)
    {
        var answer = JsonElement.Parse(space.Run("nft", "-j", "list", "set", "inet", "seen", set));
        foreach (var element in answer.GetProperty("nftables")[1].GetProperty("set").GetProperty("elem").EnumerateArray())
        {
            var pair = element.GetProperty("concat");
            yield return (Ip.From(IPAddress.Parse(pair[0].GetString()!)), pair[1].GetUInt32());
        }
    }
}
