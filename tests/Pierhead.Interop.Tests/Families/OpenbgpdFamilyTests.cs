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
        await feeder.Start(FeederOf(openbgpd.Site));

        // Over a session of IPv4 it takes the loopback address as its next hop of IPv6.
        string[] others = ["ipv4 198.51.100.0/24 via 10.91.1.2", "ipv6 2001:db8:113::/48 via ::1"];
        await UntilHeld(node, openbgpd, [.. FedPaths(openbgpd.Site, 1, 2, 3), .. others]);
        feeder.Ask(Withdraw(openbgpd.Site, 2));
        await UntilHeld(node, openbgpd, [.. FedPaths(openbgpd.Site, 1, 3), .. others]);
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
          announce add-path recv yes
        }
        neighbor {{site.NodeIpv4}} {
          remote-as 64500
          local-address {{site.Ipv4}}
          announce IPv4 unicast
          announce IPv6 unicast
          announce add-path send all
          announce enhanced refresh yes
        }
        allow quick from any
        allow quick to any
        """;
}
