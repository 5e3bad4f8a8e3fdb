using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests.Families;

public sealed class OpenbgpdFamilyTests : FamilyTests
{
    /// <summary>
    /// ADD-PATH is agreed to though it is configured for families that OpenBGPD does not have: 7.7 would forget all of it where it is told of one
    /// (<c>LocalOpen</c>).
    /// </summary>
    [Fact]
    public async Task Openbgpd_EveryFamily_IsHeldAsShown()
    {
        await using var lab = new Lab();
        var openbgpd = lab.AddDaemon(RouterKind.Openbgpd, "edge1");
        var feeder = lab.AddFeeder(openbgpd, FeederAddress(openbgpd.Site));
        var node = await StartPierhead(lab, openbgpd);
        await openbgpd.Start(Configuration(openbgpd.Site));
        await feeder.Start(VpnFeederOf(openbgpd.Site));

        // Over a session of IPv4 it takes the loopback address as its next hop of IPv6.
        string[] others =
        [
            "ipv4 198.51.100.0/24 via 10.91.1.2",
            "ipv6 2001:db8:113::/48 via ::1",
            "vpnv4 64500:1 10.0.0.0/24 via 10.91.1.77 labels 101 with rt:64500:1",
            "vpnv4 64500:2 10.0.0.0/24 via 10.91.1.77 labels 102 with rt:64500:2",
            "vpnv6 64500:1 2001:db8:10::/48 via fd91:1::77 labels 201 with rt:64500:1",
            "vpnv6 64500:2 2001:db8:10::/48 via fd91:1::77 labels 202 with rt:64500:2",
        ];
        await UntilHeld(node, openbgpd, [.. FedPaths(openbgpd.Site, 1, 2, 3), .. others]);
        feeder.Ask(Withdraw(openbgpd.Site, 2));
        await UntilHeld(node, openbgpd, [.. FedPaths(openbgpd.Site, 1, 3), .. others]);
    }

    [Fact]
    public async Task Openbgpd_LargeTable_IsHeldAsShown()
    {
        await using var lab = new Lab();
        var openbgpd = lab.AddDaemon(RouterKind.Openbgpd, "edge1");
        var node = await StartPierhead(lab, openbgpd);
        await openbgpd.Start($$"""
            AS 64500
            router-id {{openbgpd.Site.Ipv4}}
            fib-update no
            {{string.Concat(Enumerable.Range(0, 1 << 14).Select(number => $"network 20.{number >> 8}.{number & 255}.0/24\n"))}}neighbor {{openbgpd.Site.NodeIpv4}} {
              remote-as 64500
              local-address {{openbgpd.Site.Ipv4}}
            }
            allow quick from any
            allow quick to any
            """);
        await UntilTableIsHeld(node, openbgpd, 1 << 14);
    }

    private static string Configuration(RouterSite site) => $$"""
        AS 64500
        router-id {{site.Ipv4}}
        fib-update no
        listen on {{site.Ipv4}}
        network 198.51.100.0/24
        network 2001:db8:113::/48
        neighbor {{FeederAddress(site)}} {
          remote-as {{FeederAsn}}
          passive
          announce IPv4 unicast
          announce IPv4 vpn
          announce IPv6 vpn
          announce add-path recv yes
        }
        neighbor {{site.NodeIpv4}} {
          remote-as 64500
          local-address {{site.Ipv4}}
          announce IPv4 unicast
          announce IPv6 unicast
          announce IPv4 vpn
          announce IPv6 vpn
          announce add-path send all
          announce enhanced refresh yes
        }
        allow quick from any
        allow quick to any
        """;

    // It makes VPN routes of its own only with an interface that Linux does not have; it passes on those of others.
    private static string VpnFeederOf(RouterSite site) => FeederOf(site)
        .Replace("family { ipv4 unicast; }", "family { ipv4 unicast; ipv4 mpls-vpn; ipv6 mpls-vpn; }", StringComparison.Ordinal)
        .Replace("  static {", $$"""
              static {
                route 10.0.0.0/24 rd 64500:1 label 101 next-hop {{FedNextHop(site)}} extended-community [ target:64500:1 ] path-information 0.0.0.1;
                route 10.0.0.0/24 rd 64500:2 label 102 next-hop {{FedNextHop(site)}} extended-community [ target:64500:2 ] path-information 0.0.0.1;
                route 2001:db8:10::/48 rd 64500:1 label 201 next-hop fd91:{{site.Number}}::77 extended-community [ target:64500:1 ] path-information 0.0.0.1;
                route 2001:db8:10::/48 rd 64500:2 label 202 next-hop fd91:{{site.Number}}::77 extended-community [ target:64500:2 ] path-information 0.0.0.1;
            """, StringComparison.Ordinal);
}
