using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests.Families;

public sealed class FrrFamilyTests : FamilyTests
{
    /// <summary>Over IPv6, with IPv4 routes whose next hop is an IPv6 address (RFC 8950); a feeder gives FRR three paths to pass on.</summary>
    [Fact]
    public async Task Frr_EveryFamily_IsHeldAsShown()
    {
        await using var lab = new Lab();
        var frr = lab.AddDaemon(RouterKind.Frr, "edge1");
        var feeder = lab.AddFeeder(frr, FeederAddress(frr.Site));
        var node = await StartPierhead(lab, frr);
        await frr.Start(Configuration(frr.Site));
        await feeder.Start(FeederOf(frr.Site));
        string[] others =
        [
            "ipv4 198.51.100.0/24 via fd91:1::2",
            "ipv6 2001:db8:113::/48 via fd91:1::2",
            "vpnv4 64500:1 10.0.0.0/24 via fd91:1::2 labels 101",
            "vpnv4 64500:2 10.0.0.0/24 via fd91:1::2 labels 102",
            "vpnv6 64500:1 2001:db8:10::/48 via fd91:1::2 labels 201",
            "vpnv6 64500:2 2001:db8:10::/48 via fd91:1::2 labels 202",
        ];
        await UntilHeld(node, frr, [.. Paths(1, 2, 3), .. others]);
        feeder.Ask(Withdraw(frr.Site, 2));
        await UntilHeld(node, frr, [.. Paths(1, 3), .. others]);
    }

    /// <summary>
    /// On a session of their own: FRR has a neighbour in either of unicast and labelled unicast, and gives both from one table. It agrees to ADD-PATH here,
    /// and sends its best path only, with path identifier 0.
    /// </summary>
    [Fact]
    public async Task Frr_Labeled_IsHeldAsShown()
    {
        await using var lab = new Lab();
        var frr = lab.AddDaemon(RouterKind.Frr, "edge1");
        var node = await StartPierhead(lab, frr);
        await frr.Start(LabeledConfiguration(frr.Site));

        // It is the egress itself, and asks for the label to be popped (RFC 3032 section 2.1: 3, implicit NULL).
        string[] kept = ["ipv4-labeled 198.51.100.0/24 via 10.91.1.2 labels 3", "ipv6-labeled 2001:db8:113::/48 via fd91:1::2 labels 3"];
        await UntilHeld(node, frr, [.. kept, "ipv4-labeled 203.0.113.0/24 via 10.91.1.2 labels 3"]);
        frr.Ask("configure terminal", "router bgp 64500", "address-family ipv4 unicast", "no network 203.0.113.0/24");
        await UntilHeld(node, frr, kept);
    }

    // FRR writes itself as the next hop, since that of the feeder is an IPv4 address.
    private static string[] Paths(params int[] numbers) => [.. numbers.Select(number => $"ipv4 203.0.113.0/24 via fd91:1::2 with 64500:{number}")];

    private static string Configuration(RouterSite site) => $"""
        router bgp 64500
         bgp router-id {site.Ipv4}
         no bgp ebgp-requires-policy
         no bgp network import-check
         no bgp default ipv4-unicast
         neighbor {site.NodeIpv6} remote-as 64500
         neighbor {site.NodeIpv6} timers connect 1
         neighbor {site.NodeIpv6} capability extended-nexthop
         neighbor {FeederAddress(site)} remote-as {FeederAsn}
         neighbor {FeederAddress(site)} passive
         address-family ipv4 unicast
          neighbor {site.NodeIpv6} activate
          neighbor {site.NodeIpv6} addpath-tx-all-paths
          neighbor {FeederAddress(site)} activate
          network 198.51.100.0/24
         exit-address-family
         address-family ipv6 unicast
          neighbor {site.NodeIpv6} activate
          neighbor {site.NodeIpv6} addpath-tx-all-paths
          network 2001:db8:113::/48
         exit-address-family
         address-family ipv4 vpn
          neighbor {site.NodeIpv6} activate
          network 10.0.0.0/24 rd 64500:1 label 101
          network 10.0.0.0/24 rd 64500:2 label 102
         exit-address-family
         address-family ipv6 vpn
          neighbor {site.NodeIpv6} activate
          network 2001:db8:10::/48 rd 64500:1 label 201
          network 2001:db8:10::/48 rd 64500:2 label 202
         exit-address-family
        """;

    private static string LabeledConfiguration(RouterSite site) => $"""
        router bgp 64500
         bgp router-id {site.Ipv4}
         no bgp network import-check
         no bgp default ipv4-unicast
         neighbor {site.NodeIpv4} remote-as 64500
         neighbor {site.NodeIpv4} timers connect 1
         address-family ipv4 unicast
          network 198.51.100.0/24
          network 203.0.113.0/24
         exit-address-family
         address-family ipv6 unicast
          network 2001:db8:113::/48
         exit-address-family
         address-family ipv4 labeled-unicast
          neighbor {site.NodeIpv4} activate
          neighbor {site.NodeIpv4} addpath-tx-all-paths
         exit-address-family
         address-family ipv6 labeled-unicast
          neighbor {site.NodeIpv4} activate
          neighbor {site.NodeIpv4} addpath-tx-all-paths
         exit-address-family
        """;
}
