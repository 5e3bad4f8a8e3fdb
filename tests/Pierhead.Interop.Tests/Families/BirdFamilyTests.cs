using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests.Families;

public sealed class BirdFamilyTests : FamilyTests
{
    /// <summary>
    /// Not among them: patterns of IPv6 with an offset, which BIRD 2.0.12 writes as a draft of RFC 8956 did, with the bits before the offset in the first
    /// octet.
    /// </summary>
    [Fact]
    public async Task Bird_EveryFamily_IsHeldAsShown()
    {
        await using var lab = new Lab();
        var bird = lab.AddDaemon(RouterKind.Bird, "edge1");
        var node = await StartPierhead(lab, bird);
        await bird.Start(Configuration(bird.Site));
        string[] others =
        [
            "ipv6 2001:db8:113::/48 via fd91:1::2",
            "ipv4-labeled 198.51.100.0/24 via 10.91.1.77 labels 301/302",
            "ipv6-labeled 2001:db8:77::/48 via fd91:1::77 labels 303",
            "vpnv4 64500:1 10.0.0.0/24 via 10.91.1.77 labels 101 with rt:64500:1",
            "vpnv4 64500:2 10.0.0.0/24 via 10.91.1.77 labels 102 with rt:64500:2",
            "vpnv4 64500:2 10.0.0.0/25 via 10.91.1.77 labels 103 with rt:64500:2",
            "vpnv6 64500:1 2001:db8:10::/48 via fd91:1::77 labels 201 with rt:64500:1",
            "vpnv6 64500:2 2001:db8:10::/48 via fd91:1::77 labels 202 with rt:64500:2",
            "ipv4-flowspec destination 203.0.113.0/24 source 198.51.100.0/25 protocol =6|=17 port =53|>1023&<2049 destination-port =80 "
            + "source-port >=1024&<=65535 icmp-type =8 icmp-code =0 tcp-flags =syn&!ack|=rst packet-length >=64&<=1500 dscp =46 "
            + "fragment =is-fragment|!first-fragment with traffic-rate-bytes:0:0",
            "ipv6-flowspec destination 2001:db8:113::/48 source 2001:db8:7::/48 protocol =17 port =53 destination-port =443 source-port >1023 "
            + "icmp-type =128 icmp-code =0 tcp-flags =syn packet-length <1280 dscp =0 fragment !is-fragment flow-label =21845 with 64500:666",
        ];
        await UntilHeld(
            node,
            bird,
            [
                "ipv4 203.0.113.0/24 via 10.91.1.2 with 64500:1",
                "ipv4 203.0.113.0/24 via 10.91.1.2 with 64500:2",
                "ipv4 203.0.113.0/24 via 10.91.1.2 with 64500:3",
                .. others,
            ]);
        bird.Ask("disable", "path2");
        await UntilHeld(
            node,
            bird,
            ["ipv4 203.0.113.0/24 via 10.91.1.2 with 64500:1", "ipv4 203.0.113.0/24 via 10.91.1.2 with 64500:3", .. others]);
    }

    private static string Configuration(RouterSite site) => $$"""
        log stderr all;
        router id {{site.Ipv4}};
        protocol device { }
        ipv4 table t_ipv4_labeled;
        ipv6 table t_ipv6_labeled;
        vpn4 table t_vpnv4;
        vpn6 table t_vpnv6;
        flow4 table t_ipv4_flowspec;
        flow6 table t_ipv6_flowspec;
        protocol static path1 { ipv4; route 203.0.113.0/24 blackhole { bgp_community.add((64500,1)); }; }
        protocol static path2 { ipv4; route 203.0.113.0/24 blackhole { bgp_community.add((64500,2)); }; }
        protocol static path3 { ipv4; route 203.0.113.0/24 blackhole { bgp_community.add((64500,3)); }; }
        protocol static six { ipv6; route 2001:db8:113::/48 blackhole; }
        protocol static labeled4 { ipv4 { table t_ipv4_labeled; }; route 198.51.100.0/24 via 10.91.1.77 mpls 301/302; }
        protocol static labeled6 { ipv6 { table t_ipv6_labeled; }; route 2001:db8:77::/48 via fd91:1::77 mpls 303; }
        protocol static vpnsv4 {
          vpn4 { table t_vpnv4; };
          route 64500:1 10.0.0.0/24 via 10.91.1.77 mpls 101 { bgp_ext_community.add((rt,64500,1)); };
          route 64500:2 10.0.0.0/24 via 10.91.1.77 mpls 102 { bgp_ext_community.add((rt,64500,2)); };
          route 64500:2 10.0.0.0/25 via 10.91.1.77 mpls 103 { bgp_ext_community.add((rt,64500,2)); };
        }
        protocol static vpnsv6 {
          vpn6 { table t_vpnv6; };
          route 64500:1 2001:db8:10::/48 via fd91:1::77 mpls 201 { bgp_ext_community.add((rt,64500,1)); };
          route 64500:2 2001:db8:10::/48 via fd91:1::77 mpls 202 { bgp_ext_community.add((rt,64500,2)); };
        }
        protocol static rules4 {
          flow4 { table t_ipv4_flowspec; };
          route flow4 {
            dst 203.0.113.0/24; src 198.51.100.0/25; proto = 6 || = 17; port 53 || > 1023 && < 2049; dport = 80; sport 1024..65535;
            icmp type 8; icmp code 0; tcp flags 0x02/0x12 || 0x04/0x04; length 64..1500; dscp 46; fragment is_fragment || !first_fragment;
          } { bgp_ext_community.add((generic, 0x80060000, 0x0)); };
        }
        protocol static rules6 {
          flow6 { table t_ipv6_flowspec; };
          route flow6 {
            dst 2001:db8:113::/48; src 2001:db8:7::/48; next header 17; port 53; dport = 443; sport > 1023; icmp type 128; icmp code 0;
            tcp flags 0x02/0x02; length < 1280; dscp 0; fragment !is_fragment; label 21845;
          } { bgp_community.add((64500,666)); };
        }
        protocol bgp node {
          local {{site.Ipv4}} as 64500;
          neighbor {{site.NodeIpv4}} as 64500;
          connect delay time 1; connect retry time 1; error wait time 1, 2;
          ipv4 { import none; export all; add paths tx; next hop address {{site.Ipv4}}; };
          ipv6 { import none; export all; add paths tx; next hop address {{site.Ipv6}}; };
          ipv4 mpls { table t_ipv4_labeled; import none; export all; add paths tx; };
          ipv6 mpls { table t_ipv6_labeled; import none; export all; add paths tx; };
          vpn4 mpls { table t_vpnv4; import none; export all; add paths tx; };
          vpn6 mpls { table t_vpnv6; import none; export all; add paths tx; };
          flow4 { table t_ipv4_flowspec; import none; export all; add paths tx; };
          flow6 { table t_ipv6_flowspec; import none; export all; add paths tx; };
        }
        """;
}
