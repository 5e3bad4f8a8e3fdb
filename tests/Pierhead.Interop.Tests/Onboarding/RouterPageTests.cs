using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;
using Pierhead.Interop.Tests.Routers.Daemons;
using Pierhead.Tests;

namespace Pierhead.Interop.Tests.Onboarding;

/// <summary>
/// The pages for open daemons, run as they stand, at the addresses they are written with. All that is added is another router of the AS, which gives the
/// daemon routes to reflect, and a default route that has to stay behind.
/// </summary>
public sealed class RouterPageTests
{
    private const string Router = "192.0.2.1";
    private const string Feeder = "192.0.2.9";

    [Fact]
    public Task Bird_Page_BringsUpTheSessionAndReflects() => RunPage(RouterKind.Bird, "bird", $$"""
        protocol direct { ipv4; ipv6; }
        protocol bgp feeder {
          local {{Router}} as 64500;
          neighbor {{Feeder}} as 64500;
          passive;
          ipv4 { import all; export none; };
          ipv6 { import all; export none; };
        }
        """);

    [Fact]
    public Task Frr_Page_BringsUpTheSessionAndReflects() => RunPage(RouterKind.Frr, "frr", $"""
        router bgp 64500
         neighbor {Feeder} remote-as 64500
         neighbor {Feeder} passive
         address-family ipv4 unicast
          neighbor {Feeder} activate
         exit-address-family
         address-family ipv6 unicast
          neighbor {Feeder} activate
         exit-address-family
        """);

    [Fact]
    public Task Gobgp_Page_BringsUpTheSessionAndReflects() => RunPage(RouterKind.Gobgp, "gobgp", $"""
        [[neighbors]]
          [neighbors.config]
            neighbor-address = "{Feeder}"
            peer-as = 64500
          [neighbors.transport.config]
            passive-mode = true
          [[neighbors.afi-safis]]
            [neighbors.afi-safis.config]
              afi-safi-name = "ipv4-unicast"
          [[neighbors.afi-safis]]
            [neighbors.afi-safis.config]
              afi-safi-name = "ipv6-unicast"
        """);

    [Fact]
    public Task Openbgpd_Page_BringsUpTheSessionAndReflects() => RunPage(RouterKind.Openbgpd, "openbgpd", $$"""
        neighbor {{Feeder}} {
          remote-as 64500
          passive
          announce IPv4 unicast
          announce IPv6 unicast
        }
        allow from {{Feeder}}
        """);

    [Fact]
    public Task Exabgp_Page_BringsUpTheSession() => RunPage(RouterKind.Exabgp, "exabgp", added: null);

    /// <param name="added">What makes the daemon take the routes of the other router, or null where it has its own.</param>
    private static async Task RunPage(RouterKind kind, string name, string? added)
    {
        await using var lab = new Lab();
        var page = RouterPage.Read(name);
        var daemon = lab.AddDaemon(kind, "edge1");
        daemon.Site.Space.AddAddress(RouterSite.Device, $"{Router}/24");
        daemon.Site.Space.AddAddress(RouterSite.Device, "2001:db8::1/64");
        lab.Land.AddAddress(daemon.Site.LandDevice, "192.0.2.100/24");
        lab.Land.AddAddress(daemon.Site.LandDevice, "2001:db8::100/64");
        var tree = new ConfigTree(64500, new DeviceEntry("edge1.ams1") { Password = RouterPage.Password }) { TenantFile = page.TenantFile };
        var node = await lab.StartPierhead(tree);
        await daemon.Start($"{page.Configuration}\n{added}");
        if (added is not null)
        {
            await lab.AddFeeder(daemon, Feeder).Start(FeederConfiguration());
            await Eventually.Holds("the router has a default route", () => daemon.Knows("0.0.0.0/0"));
        }

        await Eventually.Holds("the session is established", () => node.Api.Session(Router), session => session.State == "established");
        var session = await node.Api.Session(Router);
        var families = page.TenantFile.Split("families: [")[1].Split(']')[0].Split(", ");
        Assert.Equal(families.Order(StringComparer.Ordinal), session.Families.Order(StringComparer.Ordinal));
        Assert.Equal(90, session.HoldTime);
        string[] expected = ["203.0.113.0/24", "2001:db8:113::/48"];
        var routes = await Eventually.Holds(
            "the routes", () => node.Api.Routes("edge1.ams1"), routes => expected.All(prefix => routes.Any(route => route.Prefix == prefix)));
        Assert.DoesNotContain(routes, route => route.Prefix is "0.0.0.0/0" or "::/0");
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}.md: {string.Join(' ', session.Families)}, {routes.Count} routes");
    }

    private static string FeederConfiguration() => $$"""
        neighbor {{Router}} {
          router-id {{Feeder}};
          local-address {{Feeder}};
          local-as 64500;
          peer-as 64500;
          family { ipv4 unicast; ipv6 unicast; }
          static {
            route 203.0.113.0/24 next-hop 192.0.2.77;
            route 0.0.0.0/0 next-hop 192.0.2.77;
            route 2001:db8:113::/48 next-hop 2001:db8::77;
            route ::/0 next-hop 2001:db8::77;
          }
        }
        """;
}
