using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>One mistake in an otherwise good tree is one line: each row is the file, what is replaced by what, and the line.</summary>
public sealed class KeyMistakeTests
{
    private const string Node = "pierhead.yaml";
    private const string Acme = "tenants/acme.yaml";
    private const string Tokens = "tokens.yaml";

    public static readonly TheoryData<string, string, string, string> KeysRows = new()
    {
        { Acme, "asn: 64500\nnetworks", "asnn: 64500\nnetworks", "tenants/acme.yaml:2: unknown key `asnn`; did you mean `asn`?" },
        { Acme, "tenant: acme", "tennant: acme", "tenants/acme.yaml:1: unknown key `tennant`; did you mean `tenant`?" },
        { Acme, "  - name: edge1.ams1", "  - nmae: edge1.ams1", "tenants/acme.yaml:7: unknown key `nmae`; did you mean `name`?" },
        { Acme, "  - name: edge1.ams1\n    site: ams1", "  - site: ams1", "tenants/acme.yaml:7: a device needs `name`" },
        { Acme, "{ name: ams1, market: Amsterdam, country: NL }", "{ market: Amsterdam, country: NL }", "tenants/acme.yaml:5: a site needs `name`" },
        { Acme, "addresses: [198.51.100.2]\n", "address: [198.51.100.2]\n", "tenants/acme.yaml:28: unknown key `address`; did you mean `addresses`?" },
        { Acme, "addresses: [198.51.100.2]\n", "ip: [198.51.100.2]\n", "tenants/acme.yaml:28: unknown key `ip`; did you mean `addresses`, which is missing?" },
        { Acme, "    addresses: [198.51.100.2]\n", "", "tenants/acme.yaml:26: a device needs `addresses`" },
        { Acme, "from: 10.78.0.0/16, ", "", "tenants/acme.yaml:31: an accept entry needs `from`" },
        { Acme, "devices:", "devcies:", "tenants/acme.yaml:6: unknown key `devcies`; did you mean `devices`?" },
        { Acme, "sites:", "site:", "tenants/acme.yaml:4: unknown key `site`; did you mean `sites`?" },
        { Acme, "hold_time: 180", "holdtime: 180", "tenants/acme.yaml:18: unknown key `holdtime`; did you mean `hold_time`?" },
        { Acme, "    role: edge\n", "    role: edge\n    colour: blue\n", "tenants/acme.yaml:10: unknown key `colour`; a device may have name, site, role, description, addresses, bgp, table_from, flow, interfaces" },
        { Acme, "    role: edge\n", "    hold_time: 30\n", "tenants/acme.yaml:9: unknown key `hold_time`; it belongs inside `bgp`" },
        { Acme, "    role: edge\n", "    name: edge9\n", "tenants/acme.yaml:9: `name` is given twice; the first is in line 7" },
        { Node, "router_id: 192.0.2.1, ", "", "pierhead.yaml:2: `bgp` needs `router_id`" },
        { Node, "router_id: 192.0.2.1", "router-id: 192.0.2.1", "pierhead.yaml:2: unknown key `router-id`; did you mean `router_id`?" },
        { Node, "bgp:   { listen: [\"0.0.0.0:179\", \"[::]:179\"], router_id: 192.0.2.1, hold_time: 180 }\n", "", "pierhead.yaml:1: pierhead.yaml needs `bgp: { router_id: ... }`" },
        { Node, "bgp:   { listen: [\"0.0.0.0:179\", \"[::]:179\"], router_id: 192.0.2.1, hold_time: 180 }\n", "router_id: 192.0.2.1\n", "pierhead.yaml:2: unknown key `router_id`; it belongs inside `bgp`" },
        { Node, "node: land-1\n", "", "pierhead.yaml:1: pierhead.yaml needs `node`" },
        { Node, "node: land-1", "node:", "pierhead.yaml:1: `node` has no value" },
        { Node, "node: land-1", "node: [land-1]", "pierhead.yaml:1: `node` is a single value, not a list" },
        { Node, "node: land-1", "node: \"land 1\"", "pierhead.yaml:1: `node` is a name without spaces, slashes, quotes and `@`, of at most 253 characters, not `land 1`" },
        { Node, "node: land-1\n", "node: land-1\nbpg: {}\n", "pierhead.yaml:2: unknown key `bpg`; did you mean `bgp`?" },
        { Node, "state: {", "stat: {", "pierhead.yaml:6: unknown key `stat`; did you mean `state`?" },
    };

    public static readonly TheoryData<string, string, string, string> TokenRows = new()
    {
        { Tokens, "tenant: acme", "tenant: acne", "tokens.yaml:2: there is no tenant `acne`; did you mean `acme`?" },
        { Tokens, "tenant: acme", "tenant: nobody", "tokens.yaml:2: there is no tenant `nobody`" },
        { Tokens, "role: operator", "role: oper", "tokens.yaml:2: `role` is one of `viewer`, `operator`, `admin`, not `oper`" },
        { Tokens, "role: operator", "role: root", "tokens.yaml:2: `role` is one of `viewer`, `operator`, `admin`, not `root`" },
        { Tokens, "2bb80d", "2bb80", "tokens.yaml:2: `sha256` is the SHA-256 of the token, 64 hexadecimal digits: `printf %s TOKEN | sha256sum`" },
        { Tokens, "name: platform", "name: noc", "tokens.yaml:3: token `noc` is defined twice; the other is at tokens.yaml:2" },
        { Tokens, ", tenant: acme", "", "tokens.yaml:2: a token needs `tenant`" },
        { Tokens, "sha256: \"2bb80", "sha265: \"2bb80", "tokens.yaml:2: unknown key `sha265`; did you mean `sha256`?" },
    };

    [Theory]
    [MemberData(nameof(KeysRows))]
    public void Load_KeysMistake_GivesOneLine(string file, string from, string to, string line) => Mistake.GivesOneLine(file, from, to, line);

    [Theory]
    [MemberData(nameof(TokenRows))]
    public void Load_TokenMistake_GivesOneLine(string file, string from, string to, string line) => Mistake.GivesOneLine(file, from, to, line);
}
