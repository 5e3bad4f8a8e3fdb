using System.Net;
using System.Text;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Control.Tests;

public sealed class ConfigTreeTests
{
    [Fact]
    public void Load_GoodTree_GivesNode()
    {
        using var folder = ConfigFolder.Good();
        var node = Good(folder).Node;
        Assert.Equal("land-1", node.Name);
        Assert.Equal([new IPEndPoint(IPAddress.Any, 179), new IPEndPoint(IPAddress.IPv6Any, 179)], node.BgpListen);
        Assert.Equal("192.0.2.1", node.RouterId.ToString());
        Assert.Equal(TimeSpan.FromSeconds(180), node.HoldTime);
        Assert.Equal([2055, 4739, 6343], node.FlowListen.Select(e => e.Port));
        Assert.Equal([IPEndPoint.Parse("127.0.0.1:8080")], node.Api.Listen);
        Assert.Equal(Path.Combine(folder.Root, "tls.pem"), node.Api.CertificatePath);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", Encoding.UTF8.GetString(node.Api.PrivateKey!.Reveal()), StringComparison.Ordinal);
        Assert.Equal("duckdb", node.Store!.Kind);
        Assert.Equal(Path.Combine(folder.Root, "data/flows.duckdb"), node.Store.Path);
        Assert.Equal(TimeSpan.FromDays(30), node.Store.Keep["1m"]);
        Assert.Equal(3, node.Store.Keep.Count);
        Assert.Equal(Path.Combine(folder.Root, "data/state"), node.State!.Path);
        Assert.Equal([IPEndPoint.Parse("127.0.0.1:3323")], node.RpkiCaches);
        Assert.Empty(node.RpkiFiles);
    }

    [Fact]
    public void Load_GoodTree_GivesTokens()
    {
        using var folder = ConfigFolder.Good();
        var tokens = Good(folder).Node.Api.Tokens!.Value;
        Assert.Equal(
            [
                new AccessToken("noc", AccessRole.Operator, new TenantId("acme"), "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"),
                new AccessToken("platform", AccessRole.Admin, null, "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"),
            ],
            tokens);
    }

    [Fact]
    public void Load_GoodTree_GivesDevices()
    {
        using var folder = ConfigFolder.Good();
        var configuration = Good(folder);
        Assert.Equal(["acme", "globex"], configuration.Tenants.Select(t => t.Id.Name));
        var acme = configuration.Tenants[0];
        Assert.Equal(new Asn(64500), acme.Asn);
        Assert.Equal(["198.51.100.0/24", "2001:db8::/32"], acme.Networks.Select(n => n.ToString()));
        Assert.Equal([new Site("ams1", "Amsterdam", "NL")], acme.Sites);

        var edge1 = acme.Devices[0];
        Assert.Equal(new DeviceId(new TenantId("acme"), "edge1.ams1"), edge1.Id);
        Assert.Equal(("ams1", "edge", "rack 4"), (edge1.Site, edge1.Role, edge1.Description));
        Assert.Equal(["198.51.100.1", "2001:db8::1"], edge1.Addresses.Select(a => a.ToString()));
        var limits = new PrefixLimits(
            new Dictionary<Family, long> { [Family.IPv4] = 1_500_000, [Family.IPv6] = 400_000 }, 80, TimeSpan.FromMinutes(5));
        Assert.Equal(
            new DeviceBgp(
                new Asn(64500),
                new Asn(64500),
                new Secret(ConfigFolder.DevicePassword),
                FamilySet.Of(Family.IPv4, Family.IPv6),
                FamilySet.Of(Family.IPv4),
                TimeSpan.FromSeconds(180),
                1,
                limits,
                TimeSpan.FromMinutes(10),
                new MitigationSettings(Rtbh: true, Flowspec: true, 50)),
            edge1.Bgp);
        Assert.Equal(["198.51.100.1"], edge1.Exporters.Select(a => a.ToString()));
        Assert.Equal(1000, edge1.Sampling);
        Assert.True(Ip.TryParse("203.0.113.1", out var address));
        Assert.Equal(
            [new DeviceInterface(12, "et-0/0/1", address, 30, "transit", "Example Transit", "external")], edge1.Interfaces);

        var edge2 = acme.Devices[1];
        Assert.Equal(edge1.Id, edge2.TableFrom);
        Assert.False(edge2.HasSessions);
    }

    [Fact]
    public void Load_GoodTree_GivesRangeAndPeerAsn()
    {
        using var folder = ConfigFolder.Good();
        var configuration = Good(folder);
        var range = Assert.Single(configuration.Ranges);
        Assert.Equal(("10.78.0.0/16", "ams1", 10000), (range.From.ToString(), range.Site, range.MaxSessions));
        Assert.Equal(new Secret(ConfigFolder.RangePassword), range.Bgp.Password);
        var globex = configuration.Tenants[1].Devices[0];
        Assert.Null(globex.Bgp.LocalAsn);
        Assert.Equal(DeviceBgp.AnyAsn, globex.Bgp.PeerAsn);
    }

    [Fact]
    public void Load_GoodTree_GivesVrfs()
    {
        using var folder = ConfigFolder.Good();
        var configuration = Good(folder);
        Assert.Equal(
            ["blue 64500:1 192.0.2.1:7", "red 4200000000:2"],
            configuration.Tenants[0].Vrfs.Select(vrf => $"{vrf.Name} {string.Join(' ', vrf.Distinguishers)}"));
        Assert.Empty(configuration.Tenants[1].Vrfs);
    }

    [Fact]
    public void Load_VrfsOfTwoTenants_MayBeTheSame()
    {
        using var folder = ConfigFolder.Good();
        folder.Write("tenants/globex.yaml", ConfigFolder.GlobexYaml + "vrfs: [{ name: blue, rd: [\"64500:1\"] }]\n");
        Assert.Equal("blue", Assert.Single(Good(folder).Tenants[1].Vrfs).Name);
    }

    [Fact]
    public void Load_GoodTree_WarnsOfWhatHasNoEffectYet()
    {
        using var folder = ConfigFolder.Good();
        Assert.Equal(
            [
                "pierhead.yaml:3: `flow` is checked, but has no effect in this version",
                "pierhead.yaml:5: `store` is checked, but has no effect in this version",
                "pierhead.yaml:7: `rpki` is checked, but has no effect in this version",
                "tenants/acme.yaml:3: `networks` is checked, but has no effect in this version",
                "tenants/acme.yaml:22: `devices.bgp.mitigation` is checked, but has no effect in this version",
                "tenants/acme.yaml:23: `devices.flow` is checked, but has no effect in this version",
                "tenants/acme.yaml:24: `devices.interfaces` is checked, but has no effect in this version",
            ],
            folder.Load().Warnings);
    }

    [Fact]
    public void Load_SmallestTree_TakesDefaults()
    {
        using var folder = ConfigFolder.Small("tenant: t\nasn: 64500\ndevices:\n  - { name: r1, addresses: [192.0.2.9] }\naccept:\n  - { from: 10.0.0.0/8 }\n");
        var configuration = Good(folder);
        Assert.Equal(["0.0.0.0:179", "[::]:179"], configuration.Node.BgpListen.Select(e => e.ToString()));
        Assert.Equal(["127.0.0.1:8080"], configuration.Node.Api.Listen.Select(e => e.ToString()));
        Assert.Null(configuration.Node.Api.Tokens);
        Assert.Null(configuration.Node.State);
        Assert.Empty(configuration.Node.FlowListen);
        var expected = new DeviceBgp(
            new Asn(64500),
            new Asn(64500),
            null,
            FamilySet.Of(Family.IPv4, Family.IPv6),
            FamilySet.Empty,
            TimeSpan.FromSeconds(180),
            null,
            PrefixLimits.None,
            TimeSpan.FromMinutes(10),
            MitigationSettings.None);
        Assert.Equal(expected, configuration.Tenants[0].Devices[0].Bgp);
        Assert.Equal(expected, configuration.Ranges[0].Bgp);
        Assert.Equal(10000, configuration.Ranges[0].MaxSessions);
    }

    [Fact]
    public void Load_AnchorsAndMergeKeys_AreOneBlockInManyPlaces()
    {
        using var folder = ConfigFolder.Small("""
            tenant: t
            asn: 64500
            devices:
              - { name: r1, addresses: [192.0.2.9], bgp: &all { gtsm: 1, hold_time: 90 } }
              - { name: r2, addresses: [192.0.2.10], bgp: *all }
              - { name: r3, addresses: [192.0.2.11], bgp: { <<: *all, hold_time: 30 } }
            """);
        var devices = Good(folder).Tenants[0].Devices;
        Assert.Equal(devices[0].Bgp, devices[1].Bgp);
        Assert.Equal(devices[0].Bgp with { HoldTime = TimeSpan.FromSeconds(30) }, devices[2].Bgp);
    }

    private static Configuration Good(ConfigFolder folder)
    {
        var result = folder.Load();
        Assert.Empty(result.Errors);
        return result.Configuration!;
    }
}
