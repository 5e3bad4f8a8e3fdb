using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests.Families;

public sealed class GobgpFamilyTests : FamilyTests
{
    private static readonly string[] Announced =
    [
        "198.51.100.0/24 -a ipv4",
        "2001:db8:113::/48 -a ipv6",
        "198.51.100.0/24 100/200 -a ipv4-mpls",
        "2001:db8:113::/48 300 -a ipv6-mpls",
        "10.0.0.0/24 label 101 rd 64500:1 rt 64500:1 -a vpnv4",
        "10.0.0.0/24 label 102 rd 64500:2 rt 64500:2 -a vpnv4",
        "2001:db8:10::/48 label 201 rd 64500:1 rt 64500:1 -a vpnv6",
        "2001:db8:10::/48 label 202 rd 64500:2 rt 64500:2 -a vpnv6",
        "match destination 203.0.113.0/24 source 198.51.100.0/25 protocol tcp udp port ==53 >1023&<2049 destination-port ==80 source-port >=1024&<=65535 "
        + "icmp-type ==8 icmp-code ==0 tcp-flags =S packet-length >=64&<=1500 dscp ==46 fragment =is-fragment then discard -a ipv4-flowspec",
        "match destination 2001:db8:113::/48 protocol udp port ==53 destination-port ==443 source-port >1023 icmp-type ==128 icmp-code ==0 "
        + "tcp-flags =S packet-length <1280 dscp ==1 fragment =is-fragment label ==100 then rate-limit 9600 -a ipv6-flowspec",
        "match destination 203.0.113.0/24 protocol tcp then redirect 64500:12 rd 64500:1 rt 64500:1 -a ipv4-l3vpn-flowspec",
        "match destination 2001:db8:113::/48 protocol tcp then discard rd 64500:1 rt 64500:1 -a ipv6-l3vpn-flowspec",
    ];

    /// <summary>
    /// With ADD-PATH of all families but unicast: where it is agreed for those, GoBGP 3.10 writes a path identifier into the destination and source
    /// prefixes of its Flowspec rules.
    /// </summary>
    [Fact]
    public async Task Gobgp_EveryFamily_IsHeldAsShown()
    {
        await using var lab = new Lab();
        var gobgp = lab.AddDaemon(RouterKind.Gobgp, "edge1");
        var node = await StartPierhead(lab, gobgp);
        await gobgp.Start(Configuration(gobgp.Site, name => !IsUnicast(name)));
        foreach (var route in Announced)
        {
            gobgp.Ask(["global", "rib", "add", .. route.Split(' ')]);
        }

        string[] others =
        [
            "ipv4 198.51.100.0/24 via 10.91.1.2",
            "ipv4-labeled 198.51.100.0/24 via 10.91.1.2 labels 100/200",

            // Over a session of IPv4 it writes its own address as an IPv4-mapped one.
            "ipv6 2001:db8:113::/48 via ::ffff:10.91.1.2",
            "ipv6-labeled 2001:db8:113::/48 via ::ffff:10.91.1.2 labels 300",
            "vpnv4 64500:1 10.0.0.0/24 via 10.91.1.2 labels 101 with rt:64500:1",
            "vpnv4 64500:2 10.0.0.0/24 via 10.91.1.2 labels 102 with rt:64500:2",
            "vpnv6 64500:1 2001:db8:10::/48 via ::ffff:10.91.1.2 labels 201 with rt:64500:1",
            "vpnv6 64500:2 2001:db8:10::/48 via ::ffff:10.91.1.2 labels 202 with rt:64500:2",
            "ipv4-flowspec destination 203.0.113.0/24 source 198.51.100.0/25 protocol =6|=17 port =53|>1023&<2049 destination-port =80 "
            + "source-port >=1024&<=65535 icmp-type =8 icmp-code =0 tcp-flags =syn packet-length >=64&<=1500 dscp =46 fragment =is-fragment "
            + "with traffic-rate-bytes:0:0",
            "ipv6-flowspec destination 2001:db8:113::/48 protocol =17 port =53 destination-port =443 source-port >1023 icmp-type =128 icmp-code =0 "
            + "tcp-flags =syn packet-length <1280 dscp =1 fragment =is-fragment flow-label =100 with traffic-rate-bytes:0:9600",
            "vpnv4-flowspec 64500:1 destination 203.0.113.0/24 protocol =6 with redirect:64500:12 rt:64500:1",
            "vpnv6-flowspec 64500:1 destination 2001:db8:113::/48 protocol =6 with rt:64500:1 traffic-rate-bytes:0:0",
        ];
        await UntilHeld(node, gobgp, others);
    }

    /// <summary>Apart from the other families, for the reason above.</summary>
    [Fact]
    public async Task Gobgp_AddPath_HoldsEachPathAndWithdrawsOne()
    {
        await using var lab = new Lab();
        var gobgp = lab.AddDaemon(RouterKind.Gobgp, "edge1");
        var feeder = lab.AddFeeder(gobgp, FeederAddress(gobgp.Site));
        var node = await StartPierhead(lab, gobgp);
        await gobgp.Start(Configuration(gobgp.Site, IsUnicast));
        await feeder.Start(FeederOf(gobgp.Site));
        await UntilHeld(node, gobgp, FedPaths(gobgp.Site, 1, 2, 3));
        feeder.Ask(Withdraw(gobgp.Site, 2));
        await UntilHeld(node, gobgp, FedPaths(gobgp.Site, 1, 3));
    }

    private static bool IsUnicast(string name) => name is "ipv4-unicast" or "ipv6-unicast";

    private static string Configuration(RouterSite site, Func<string, bool> hasAddPath)
    {
        string[] families =
        [
            "ipv4-unicast", "ipv6-unicast", "ipv4-labelled-unicast", "ipv6-labelled-unicast", "l3vpn-ipv4-unicast", "l3vpn-ipv6-unicast",
            "ipv4-flowspec", "ipv6-flowspec", "l3vpn-ipv4-flowspec", "l3vpn-ipv6-flowspec",
        ];
        return $"""
            [global.config]
              as = 64500
              router-id = "{site.Ipv4}"
            [[neighbors]]
              [neighbors.config]
                neighbor-address = "{FeederAddress(site)}"
                peer-as = {FeederAsn}
              [neighbors.transport.config]
                passive-mode = true
              [[neighbors.afi-safis]]
                [neighbors.afi-safis.config]
                  afi-safi-name = "ipv4-unicast"
                [neighbors.afi-safis.add-paths.config]
                  receive = true
            [[neighbors]]
              [neighbors.config]
                neighbor-address = "{site.NodeIpv4}"
                peer-as = 64500
              [neighbors.timers.config]
                connect-retry = 1
                idle-hold-time-after-reset = 1
            {string.Concat(families.Select(name => Family(name, hasAddPath(name))))}
            """;
    }

    private static string Family(string name, bool addPath)
    {
        var lines = addPath ? "\n    [neighbors.afi-safis.add-paths.config]\n      send-max = 8" : string.Empty;
        return $"  [[neighbors.afi-safis]]\n    [neighbors.afi-safis.config]\n      afi-safi-name = \"{name}\"{lines}\n";
    }
}
