using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>One mistake in an otherwise good tree is one line: each row is the file, what is replaced by what, and the line.</summary>
public sealed class ClaimMistakeTests
{
    private const string Acme = "tenants/acme.yaml";
    private const string Globex = "tenants/globex.yaml";

    public static readonly TheoryData<string, string, string, string> ClaimsRows = new()
    {
        { Globex, "addresses: [192.0.2.77]", "addresses: [198.51.100.1]", "tenants/globex.yaml:5: 198.51.100.1 is claimed already, by device `edge1.ams1` of tenant `acme` (tenants/acme.yaml:11)" },
        { Globex, "addresses: [192.0.2.77]", "addresses: [10.78.3.4]", "tenants/globex.yaml:5: 10.78.3.4 is in the range 10.78.0.0/16 of tenant `acme` (tenants/acme.yaml:31)" },
        { Globex, "devices:", "accept:\n  - { from: 10.78.0.0/16 }\ndevices:", "tenants/globex.yaml:4: the range 10.78.0.0/16 is claimed already, by tenant `acme` (tenants/acme.yaml:31)" },
        { Globex, "devices:", "accept:\n  - { from: 10.0.0.0/8 }\ndevices:", "tenants/globex.yaml:4: the range 10.0.0.0/8 overlaps 10.78.0.0/16 of tenant `acme` (tenants/acme.yaml:31)" },
        { Globex, "devices:", "accept:\n  - { from: 10.78.5.0/24 }\ndevices:", "tenants/globex.yaml:4: the range 10.78.5.0/24 overlaps 10.78.0.0/16 of tenant `acme` (tenants/acme.yaml:31)" },
        { Globex, "tenant: globex", "tenant: acme", "tenants/globex.yaml:1: tenant `acme` is defined twice; the other is at tenants/acme.yaml:1" },
        { Globex, "tenant: globex", "tenant: Globex", "tenants/globex.yaml:1: `tenant` is a name of a-z, 0-9, `.`, `_` and `-` that begins with a letter or digit, not `Globex`" },
        { Globex, "tenant: globex\n", "", "tenants/globex.yaml:1: a tenant needs `tenant`" },
        { Acme, "accept:\n", "accept:\n  - { from: 10.78.0.0/16 }\n", "tenants/acme.yaml:32: the range 10.78.0.0/16 is claimed already, by tenant `acme` (tenants/acme.yaml:31)" },
        { Acme, "  - name: edge2.ams1\n", "  - name: edge3\n    addresses: [10.78.1.1]\n  - name: edge2.ams1\n", "tenants/acme.yaml:27: 10.78.1.1 is in the range 10.78.0.0/16 (tenants/acme.yaml:33), which has a password: device `edge3` needs one too" },
        { Acme, "  - name: edge2.ams1\n", "  - name: edge1.ams1\n", "tenants/acme.yaml:26: device `edge1.ams1` is defined twice; the other is at tenants/acme.yaml:7" },
        { Acme, "  - name: edge2.ams1\n", "  - name: edge2 ams1\n", "tenants/acme.yaml:26: `name` is a name without spaces, slashes, quotes and `@`, of at most 253 characters, not `edge2 ams1`" },
        { Acme, "  - name: edge2.ams1\n", "  - name: 10.1.1.1\n", "tenants/acme.yaml:26: `name`: `10.1.1.1` is an address, but not one of the device's `addresses`" },
        { Acme, "    site: ams1\n    addresses", "    site: ams2\n    addresses", "tenants/acme.yaml:27: there is no site `ams2` in this tenant; did you mean `ams1`?" },
        { Acme, "    site: ams1\n    addresses", "    site: nowhere\n    addresses", "tenants/acme.yaml:27: there is no site `nowhere` in this tenant" },
        { Acme, "  - { name: ams1,", "  - { name: lax1,", "tenants/acme.yaml:8: there is no site `ams1` in this tenant (named 3 times in this file)" },
        { Acme, "  - { name: ams1, market: Amsterdam, country: NL }", "  - { name: ams1, market: Amsterdam, country: NL }\n  - { name: ams1 }", "tenants/acme.yaml:6: site `ams1` is defined twice; the other is at tenants/acme.yaml:5" },
        { Acme, "country: NL", "country: Holland", "tenants/acme.yaml:5: `country` is a country code of two letters (ISO 3166-1), not `Holland`" },
        { Acme, "table_from: edge1.ams1", "table_from: edge1.ams2", "tenants/acme.yaml:29: there is no device `edge1.ams2` in this tenant; did you mean `edge1.ams1`?" },
        { Acme, "table_from: edge1.ams1", "table_from: edge2.ams1", "tenants/acme.yaml:29: `table_from` names the device itself; leave the key out for a device with a session of its own" },
        { Acme, "    table_from: edge1.ams1\n", "    table_from: edge3\n  - { name: edge3, addresses: [198.51.100.3], table_from: edge1.ams1 }\n", "tenants/acme.yaml:29: `table_from`: device `edge3` has no table of its own either (tenants/acme.yaml:30)" },
    };

    [Theory]
    [MemberData(nameof(ClaimsRows))]
    public void Load_ClaimsMistake_GivesOneLine(string file, string from, string to, string line) => Mistake.GivesOneLine(file, from, to, line);
}
