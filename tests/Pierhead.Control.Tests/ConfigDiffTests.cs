using Xunit;

namespace Pierhead.Control.Tests;

public sealed class ConfigDiffTests
{
    [Fact]
    public void Describe_SameTreeReadTwice_IsEmpty()
    {
        using var folder = ConfigFolder.Good();
        Assert.Empty(ConfigDiff.Describe(folder.Load().Configuration!, folder.Load().Configuration!));
    }

    [Fact]
    public void Describe_ManyChanges_NamesEachWithoutSecrets()
    {
        using var folder = ConfigFolder.Good();
        var old = folder.Load().Configuration!;
        folder.Change("pierhead.yaml", "hold_time: 180", "hold_time: 90");
        folder.Change("pierhead.yaml", ", \"[::]:179\"", "");
        folder.Write("secrets/edge1", "s3cret-but-new");
        folder.Change("tenants/acme.yaml", "rack 4", "rack 5");
        folder.Change("tenants/acme.yaml", "addresses: [198.51.100.2]", "addresses: [198.51.100.3]");
        folder.Change("tenants/acme.yaml", "ipv4: 1500000", "ipv4: 2000000");
        folder.Change("tenants/acme.yaml", "keep_stale: 10m", "keep_stale: 90s");
        folder.Change("tenants/acme.yaml", "max_sessions: 10000", "max_sessions: 5");
        folder.Change("tenants/acme.yaml", "market: Amsterdam", "market: Haarlem");
        File.Delete(Path.Combine(folder.Root, "tenants/globex.yaml"));
        folder.Write("tenants/initech.yaml", "tenant: initech\nasn: 64999\n");
        folder.Change("tokens.yaml", "role: operator", "role: viewer");
        folder.Change("tokens.yaml", "2bb80d", "2bb80e");
        var lines = ConfigDiff.Describe(old, folder.Load().Configuration!);
        Assert.Equal(
            [
                "node: bgp listen -[::]:179, hold_time 3m -> 90s",
                "token noc: role operator -> viewer, sha256 changed",
                "site acme/ams1: market Amsterdam -> Haarlem",
                "device acme/edge1.ams1: description changed, password changed, max_prefixes ipv4 1500000 -> 2000000, keep_stale 10m -> 90s",
                "device acme/edge2.ams1: addresses -198.51.100.2 +198.51.100.3, hold_time 3m -> 90s",
                "range acme/10.78.0.0/16: max_sessions 10000 -> 5, hold_time 3m -> 90s",
                "tenant globex removed",
                "tenant initech added",
            ],
            lines);
    }

    [Fact]
    public void Describe_DeviceAddedAndRemoved_NamesBoth()
    {
        using var folder = ConfigFolder.Good();
        var old = folder.Load().Configuration!;
        folder.Change("tenants/globex.yaml", "name: edge1.ams1", "name: edge2.ams1");
        folder.Change("tenants/globex.yaml", "local_asn: peer", "local_asn: 64500, password: \"env:PIERHEAD_TEST_RANGE\"");
        Assert.Equal(
            ["device globex/edge1.ams1 removed", "device globex/edge2.ams1 added"], ConfigDiff.Describe(old, folder.Load().Configuration!));
    }

    [Fact]
    public void Describe_VrfsChanged_NamesThemOfTheTenantAndOfNoDevice()
    {
        using var folder = ConfigFolder.Good();
        var old = folder.Load().Configuration!;
        folder.Change("tenants/acme.yaml", "\"192.0.2.1:7\"", "\"192.0.2.1:8\"");
        folder.Change("tenants/acme.yaml", "  - { name: red, rd: [\"4200000000:2\"] }\n", "");
        Assert.Equal(
            ["tenant acme: vrfs -blue 64500:1 192.0.2.1:7 -red 4200000000:2 +blue 64500:1 192.0.2.1:8"],
            ConfigDiff.Describe(old, folder.Load().Configuration!));
    }

    [Fact]
    public void Describe_TokensAndPasswordsTakenAway_IsSaid()
    {
        using var folder = ConfigFolder.Good();
        var old = folder.Load().Configuration!;
        folder.Change("pierhead.yaml", ", tokens: tokens.yaml", "");
        folder.Change("tenants/acme.yaml", "      password: \"file:secrets/edge1\"\n", "");
        folder.Change("tenants/globex.yaml", "local_asn: peer", "local_asn: 64500");
        Assert.Equal(
            [
                "node: tokens true -> false",
                "token noc removed",
                "token platform removed",
                "device acme/edge1.ams1: password changed",
                "device globex/edge1.ams1: asn any -> 4200000001, local_asn peer -> 64500",
            ],
            ConfigDiff.Describe(old, folder.Load().Configuration!));
    }
}
