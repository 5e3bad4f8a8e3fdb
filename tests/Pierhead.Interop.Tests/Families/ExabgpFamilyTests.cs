using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests.Families;

public sealed class ExabgpFamilyTests : FamilyTests
{
    [Fact]
    public async Task Exabgp_EveryFamily_IsHeldAsShown()
    {
        await using var lab = new Lab();
        var exabgp = lab.AddDaemon(RouterKind.Exabgp, "edge1");
        var node = await StartPierhead(lab, exabgp);
        await exabgp.Start(Configuration(exabgp.Site));
        string[] others =
        [
            "ipv6 2001:db8:113::/48 via fd91:1::2",
            "ipv4-labeled 203.0.113.0/24 via 10.91.1.2 labels 100/200",
            "ipv6-labeled 2001:db8:113::/48 via fd91:1::2 labels 300",
            "vpnv4 64500:1 10.0.0.0/24 via 10.91.1.2 labels 101 with rt:64500:1",
            "vpnv4 64500:2 10.0.0.0/24 via 10.91.1.2 labels 102 with rt:64500:2",
            "vpnv6 64500:1 2001:db8:10::/48 via fd91:1::2 labels 201 with rt:64500:1",
            "vpnv6 64500:2 2001:db8:10::/48 via fd91:1::2 labels 202 with rt:64500:2",
            "ipv4-flowspec destination 203.0.113.0/24 source 198.51.100.0/25 protocol =17|=6 port =80|=8080 destination-port >8080&<8088 "
            + "source-port >1024 icmp-type =3 icmp-code =1 tcp-flags rst|syn packet-length >200&<300 dscp =10|=20 fragment first-fragment "
            + "with traffic-rate-bytes:0:0",
            "ipv6-flowspec destination 2001:db8:113::/48 protocol =17|=6 port =53 destination-port =443 source-port >1023 icmp-type =128 icmp-code =0 "
            + "tcp-flags syn packet-length <1280 dscp =1 fragment is-fragment flow-label >100 with traffic-rate-bytes:0:9600",
            "vpnv4-flowspec 64500:1 destination 203.0.113.0/24 protocol =6 with redirect:64500:12",
            "vpnv6-flowspec 64500:1 destination 2001:db8:113::/48 protocol =6 with traffic-rate-bytes:0:0",
        ];
        await UntilHeld(node, exabgp, [.. Paths(1, 2, 3), .. others]);
        exabgp.Ask($"withdraw route 203.0.113.0/24 next-hop {exabgp.Site.Ipv4} path-information 0.0.0.2");
        await UntilHeld(node, exabgp, [.. Paths(1, 3), .. others]);
    }

    [Fact]
    public async Task Exabgp_LargeTable_IsHeldAsShown()
    {
        await using var lab = new Lab();
        var exabgp = lab.AddDaemon(RouterKind.Exabgp, "edge1");
        var node = await StartPierhead(lab, exabgp);
        await exabgp.Start($$"""
            neighbor {{exabgp.Site.NodeIpv4}} {
              router-id {{exabgp.Site.Ipv4}};
              local-address {{exabgp.Site.Ipv4}};
              local-as 64500;
              peer-as 64500;
              api { processes [ control ]; }
              family { ipv4 unicast; }
              static { route 20.0.0.0/10 next-hop {{exabgp.Site.Ipv4}} split /24; }
            }
            """);
        await UntilTableIsHeld(node, exabgp, 1 << 14);
    }

    private static string[] Paths(params int[] numbers) => [.. numbers.Select(number => $"ipv4 203.0.113.0/24 via 10.91.1.2 with 64500:{number}")];

    private static string Configuration(RouterSite site) => $$"""
        neighbor {{site.NodeIpv4}} {
          router-id {{site.Ipv4}};
          local-address {{site.Ipv4}};
          local-as 64500;
          peer-as 64500;
          api { processes [ control ]; }
          family {
            ipv4 unicast; ipv6 unicast; ipv4 nlri-mpls; ipv6 nlri-mpls; ipv4 mpls-vpn; ipv6 mpls-vpn;
            ipv4 flow; ipv6 flow; ipv4 flow-vpn; ipv6 flow-vpn;
          }
          capability { add-path send; route-refresh enable; asn4 enable; }
          static {
            route 203.0.113.0/24 next-hop {{site.Ipv4}} path-information 0.0.0.0 community [ 64500:1 ];
            route 203.0.113.0/24 next-hop {{site.Ipv4}} path-information 0.0.0.2 community [ 64500:2 ];
            route 203.0.113.0/24 next-hop {{site.Ipv4}} path-information 255.255.255.255 community [ 64500:3 ];
            route 2001:db8:113::/48 next-hop {{site.Ipv6}} path-information 0.0.0.1;
            route 203.0.113.0/24 label [ 100 200 ] next-hop {{site.Ipv4}} path-information 0.0.0.1;
            route 2001:db8:113::/48 label 300 next-hop {{site.Ipv6}} path-information 0.0.0.1;
            route 10.0.0.0/24 rd 64500:1 label 101 next-hop {{site.Ipv4}} extended-community [ target:64500:1 ] path-information 0.0.0.1;
            route 10.0.0.0/24 rd 64500:2 label 102 next-hop {{site.Ipv4}} extended-community [ target:64500:2 ] path-information 0.0.0.1;
            route 2001:db8:10::/48 rd 64500:1 label 201 next-hop {{site.Ipv6}} extended-community [ target:64500:1 ] path-information 0.0.0.1;
            route 2001:db8:10::/48 rd 64500:2 label 202 next-hop {{site.Ipv6}} extended-community [ target:64500:2 ] path-information 0.0.0.1;
          }
          flow {
            route ipv4 {
              match {
                destination 203.0.113.0/24; source 198.51.100.0/25; protocol [ udp tcp ]; port [ =80 =8080 ]; destination-port >8080&<8088;
                source-port >1024; icmp-type [ unreachable ]; icmp-code [ host-unreachable ]; tcp-flags [ rst syn ]; packet-length >200&<300;
                dscp [ 10 20 ]; fragment [ first-fragment ];
              }
              then { discard; }
            }
            route ipv6 {
              match {
                destination 2001:db8:113::/48/0; next-header [ udp tcp ]; port =53; destination-port =443; source-port >1023; icmp-type =128; icmp-code =0;
                tcp-flags [ syn ]; packet-length <1280; traffic-class [ 1 ]; fragment [ is-fragment ]; flow-label >100;
              }
              then { rate-limit 9600; }
            }
            route vpnv4 { rd 64500:1; match { destination 203.0.113.0/24; protocol tcp; } then { redirect 64500:12; } }
            route vpnv6 { rd 64500:1; match { destination 2001:db8:113::/48/0; next-header tcp; } then { discard; } }
          }
        }
        """;
}
