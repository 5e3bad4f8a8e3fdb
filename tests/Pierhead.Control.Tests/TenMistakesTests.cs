using Xunit;

namespace Pierhead.Control.Tests;

public sealed class TenMistakesTests
{
    [Fact]
    public void Load_TenMistakesInFourFiles_GivesTenLinesInOrder()
    {
        using var folder = ConfigFolder.Good();
        folder.Change("pierhead.yaml", "router_id: 192.0.2.1", "router_id: 0.0.0.0");
        folder.Change("pierhead.yaml", "state: {", "sate: {");
        folder.Change("tenants/acme.yaml", "asn: 64500\nnetworks", "asnn: 64500\nnetworks");
        folder.Change("tenants/acme.yaml", "198.51.100.0/24", "198.51.100.7/24");
        folder.Change("tenants/acme.yaml", "file:secrets/edge1", "file:secrets/none");
        folder.Change("tenants/acme.yaml", "warn: 80%", "warn: 80");
        folder.Change("tenants/acme.yaml", "table_from: edge1.ams1", "table_from: edge9.lhr1");
        folder.Change("tenants/globex.yaml", "[192.0.2.77]", "[10.78.0.1]");
        folder.Write("tenants/initech.yaml", "tenant: initech\nasn 64501\n");
        folder.Change("tokens.yaml", "role: operator", "role: boss");
        Assert.Equal(
            [
                "pierhead.yaml:2: `router_id` is an IPv4 address other than 0.0.0.0, not `0.0.0.0`",
                "pierhead.yaml:6: unknown key `sate`; did you mean `state`?",
                "tenants/acme.yaml:2: unknown key `asnn`; did you mean `asn`?",
                "tenants/acme.yaml:3: `networks`: 198.51.100.7/24 has bits set after its length; write 198.51.100.0/24",
                "tenants/acme.yaml:15: `password`: the file `secrets/none` cannot be read: there is no such file; make it, or correct the path",
                "tenants/acme.yaml:20: `warn` is a percentage from 1% to 100%, such as 80%, not `80`",
                "tenants/acme.yaml:29: there is no device `edge9.lhr1` in this tenant",
                "tenants/globex.yaml:5: 10.78.0.1 is in the range 10.78.0.0/16 of tenant `acme` (tenants/acme.yaml:31)",
                "tenants/initech.yaml:2: not valid YAML: a line that is no `key: value`; check the `:`, the indentation and the quotes around here",
                "tokens.yaml:2: `role` is one of `viewer`, `operator`, `admin`, not `boss`",
            ],
            folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_CopiedTenantFile_IsOneLine()
    {
        using var folder = ConfigFolder.Good().Write("tenants/acme2.yaml", ConfigFolder.AcmeYaml);
        Assert.Equal(
            ["tenants/acme2.yaml:1: tenant `acme` is defined twice; the other is at tenants/acme.yaml:1"],
            folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_CopiedDevice_IsOneLine()
    {
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/globex.yaml", "devices:\n", "devices:\n  - { name: edge1.ams1, addresses: [192.0.2.77] }\n");
        Assert.Equal(
            ["tenants/globex.yaml:5: device `edge1.ams1` is defined twice; the other is at tenants/globex.yaml:4"],
            folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_AnchoredMistake_IsOneLine()
    {
        using var folder = ConfigFolder.Small("""
            tenant: t
            asn: 64500
            devices:
              - { name: r1, addresses: [192.0.2.9], bgp: &all { gtsm: 300 } }
              - { name: r2, addresses: [192.0.2.10], bgp: *all }
            """);
        Assert.Equal(["tenants/t.yaml:4: `gtsm` is a number from 1 to 254, not `300`"], folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_OnlySourceOfATableWithoutName_IsOneLine()
    {
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/acme.yaml", "  - name: edge1.ams1\n    site: ams1\n", "  - site: ams1\n");
        Assert.Equal(["tenants/acme.yaml:7: a device needs `name`"], folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_ListWithoutItsKey_IsOneLine()
    {
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/acme.yaml", "devices:\n", "");
        Assert.Equal(
            ["tenants/acme.yaml:6: a device among `sites`; is the line `devices:` missing above it?"], folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_ItemWithoutItsDash_IsOneLine()
    {
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/acme.yaml", "  - name: edge2.ams1\n", "    name: edge2.ams1\n");
        Assert.Equal(["tenants/acme.yaml:26: `name` is given twice; the first is in line 7"], folder.Load().Errors.Select(e => e.ToString()));
    }
}
