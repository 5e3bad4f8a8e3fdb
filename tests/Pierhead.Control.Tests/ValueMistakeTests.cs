using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>One mistake in an otherwise good tree is one line: each row is the file, what is replaced by what, and the line.</summary>
public sealed class ValueMistakeTests
{
    private const string Acme = "tenants/acme.yaml";

    public static readonly TheoryData<string, string, string, string> NumbersRows = new()
    {
        { Acme, "asn: 64500\nnetworks", "asn: 0\nnetworks", "tenants/acme.yaml:2: `asn` cannot be 0: that AS number is reserved and no router has it" },
        { Acme, "asn: 64500\nnetworks", "asn: 23456\nnetworks", "tenants/acme.yaml:2: `asn` cannot be 23456: that AS number is reserved and no router has it" },
        { Acme, "asn: 64500\nnetworks", "asn: 4294967295\nnetworks", "tenants/acme.yaml:2: `asn` cannot be 4294967295: that AS number is reserved and no router has it" },
        { Acme, "asn: 64500\nnetworks", "asn: 4294967296\nnetworks", "tenants/acme.yaml:2: `asn` is an AS number from 1 to 4294967294, not `4294967296`" },
        { Acme, "asn: 64500\nnetworks", "asn: AS64500\nnetworks", "tenants/acme.yaml:2: `asn` is an AS number from 1 to 4294967294, not `AS64500`; write 64500" },
        { Acme, "asn: 64500\nnetworks", "asn: 1.10\nnetworks", "tenants/acme.yaml:2: `asn` is an AS number from 1 to 4294967294, not `1.10`; write 65546" },
        { Acme, "asn: 64500\nnetworks", "asn: sixty\nnetworks", "tenants/acme.yaml:2: `asn` is an AS number from 1 to 4294967294, not `sixty`" },
        { Acme, "asn: 64500\nnetworks", "asn:\nnetworks", "tenants/acme.yaml:2: `asn` has no value" },
        { Acme, "local_asn: 64500", "local_asn: pear", "tenants/acme.yaml:14: `local_asn` is an AS number from 1 to 4294967294 or `peer`, not `pear`" },
    };

    public static readonly TheoryData<string, string, string, string> AddressesRows = new()
    {
        { Acme, "addresses: [198.51.100.2]", "addresses: [198.51.100.256]", "tenants/acme.yaml:28: `addresses`: `198.51.100.256` is not an IP address" },
        { Acme, "addresses: [198.51.100.2]", "addresses: [198.51.100]", "tenants/acme.yaml:28: `addresses`: `198.51.100` is not an IP address" },
        { Acme, "addresses: [198.51.100.2]", "addresses: [198.51.100.2/32]", "tenants/acme.yaml:28: `addresses`: `198.51.100.2/32` is not an IP address; write 198.51.100.2 without the length" },
        { Acme, "addresses: [198.51.100.2]", "addresses: 198.51.100.2", "tenants/acme.yaml:28: `addresses` is a list, not a single value; write it in brackets: `addresses: [...]`" },
        { Acme, "addresses: [198.51.100.2]", "addresses: []", "tenants/acme.yaml:28: `addresses` needs at least one address" },
        { Acme, "addresses: [198.51.100.2]", "addresses: [224.0.0.5]", "tenants/acme.yaml:28: `addresses` cannot be 224.0.0.5: no packet comes from that address" },
        { Acme, "addresses: [198.51.100.2]", "addresses: [\"::ffff:198.51.100.2\"]", "tenants/acme.yaml:28: `addresses`: `::ffff:198.51.100.2` is not an IP address of a router; write 198.51.100.2" },
        { Acme, "addresses: [198.51.100.2]", "addresses: [198.51.100.2, 198.51.100.2]", "tenants/acme.yaml:28: `198.51.100.2` stands twice in `addresses`" },
        { Acme, "addresses: [198.51.100.2]", "addresses: [198.51.100.1]", "tenants/acme.yaml:28: 198.51.100.1 is claimed already, by device `edge1.ams1` of tenant `acme` (tenants/acme.yaml:11)" },
        { Acme, "198.51.100.0/24, ", "198.51.100.1/24, ", "tenants/acme.yaml:3: `networks`: 198.51.100.1/24 has bits set after its length; write 198.51.100.0/24" },
        { Acme, "198.51.100.0/24, ", "198.51.100.0, ", "tenants/acme.yaml:3: `networks`: `198.51.100.0` is not a prefix such as 192.0.2.0/24 or 2001:db8::/32; write 198.51.100.0/32 for this one address" },
        { Acme, "198.51.100.0/24, ", "198.51.100.0/33, ", "tenants/acme.yaml:3: `networks`: `198.51.100.0/33` is not a prefix such as 192.0.2.0/24 or 2001:db8::/32" },
        { Acme, "198.51.100.0/24, ", "198.51.100.0/24, 198.51.100.0/24, ", "tenants/acme.yaml:3: `198.51.100.0/24` stands twice in `networks`" },
        { Acme, "from: 10.78.0.0/16", "from: 10.78.0.0/8", "tenants/acme.yaml:31: `from`: 10.78.0.0/8 has bits set after its length; write 10.0.0.0/8" },
        { Acme, "address: 203.0.113.1/30", "address: 203.0.113.1/x", "tenants/acme.yaml:25: `address` is an address with the length of its subnet, such as 203.0.113.1/30, not `203.0.113.1/x`" },
        { Acme, "exporters: [198.51.100.1]", "exporters: [198.51.100.2]", "tenants/acme.yaml:23: 198.51.100.2 is claimed already, by device `edge2.ams1` of tenant `acme` (tenants/acme.yaml:28)" },
        { Acme, "exporters: [198.51.100.1]", "exporters: [192.0.2.77]", "tenants/acme.yaml:23: 192.0.2.77 is claimed already, by device `edge1.ams1` of tenant `globex` (tenants/globex.yaml:5)" },
        { Acme, "exporters: [198.51.100.1]", "exporters: {a: b}", "tenants/acme.yaml:23: `exporters` is a list, not a mapping; write it in brackets: `exporters: [...]`" },
    };

    public static readonly TheoryData<string, string, string, string> SessionRows = new()
    {
        { Acme, "password: \"file:secrets/edge1\"", "password: \"file:secrets/edge7\"", "tenants/acme.yaml:15: `password`: the file `secrets/edge7` cannot be read: there is no such file; make it, or correct the path" },
        { Acme, "password: \"file:secrets/edge1\"", "password: \"file:secrets\"", "tenants/acme.yaml:15: `password`: the file `secrets` cannot be read: it is a directory, not a file" },
        { Acme, "password: \"file:secrets/edge1\"", "password: hunter2", "tenants/acme.yaml:15: `password` does not stand in the tree itself; write \"file:PATH\" or \"env:NAME\", where Pierhead is to read it" },
        { Acme, "password: \"file:secrets/edge1\"", "password: \"env:PIERHEAD_TEST_UNSET\"", "tenants/acme.yaml:15: `password`: the environment variable `PIERHEAD_TEST_UNSET` is not set; set it for this process" },
        { Acme, "families: [ipv4, ipv6]\n", "families: [ipv4, ipv5]\n", "tenants/acme.yaml:16: `families`: unknown family `ipv5`; did you mean `ipv4`?" },
        { Acme, "families: [ipv4, ipv6]\n", "families: [ipv4, vpn-v4]\n", "tenants/acme.yaml:16: `families`: unknown family `vpn-v4`; did you mean `vpnv4`?" },
        { Acme, "families: [ipv4, ipv6]\n", "families: [ipv4, l2vpn]\n", "tenants/acme.yaml:16: `families`: unknown family `l2vpn`; there are ipv4, ipv6, ipv4-labeled, ipv6-labeled, vpnv4, vpnv6, ipv4-flowspec, ipv6-flowspec, vpnv4-flowspec, vpnv6-flowspec" },
        { Acme, "families: [ipv4, ipv6]\n", "families: ipv4\n", "tenants/acme.yaml:16: `families` is a list, not a single value; write it in brackets: `families: [...]`" },
        { Acme, "families: [ipv4, ipv6]\n", "families: []\n", "tenants/acme.yaml:16: `families` needs at least one family; leave the key out for ipv4 and ipv6" },
        { Acme, "families: [ipv4, ipv6]\n", "families: [ipv6]\n", "tenants/acme.yaml:17: `add_path`: ipv4 is not among the `families` of this session" },
        { Acme, "add_path: [ipv4]", "add_path: [vpnv4]", "tenants/acme.yaml:17: `add_path`: vpnv4 is not among the `families` of this session" },
        { Acme, "hold_time: 180", "hold_time: 2", "tenants/acme.yaml:18: `hold_time` is 0 or 3 to 65535 seconds, not `2`" },
        { Acme, "hold_time: 180", "hold_time: 20h", "tenants/acme.yaml:18: `hold_time` is 0 or 3 to 65535 seconds, not `20h`" },
        { Acme, "hold_time: 180", "hold_time: soon", "tenants/acme.yaml:18: `hold_time` is 0 or 3 to 65535 seconds, not `soon`" },
        { Acme, "gtsm: 1", "gtsm: 255", "tenants/acme.yaml:19: `gtsm` is a number from 1 to 254, not `255`" },
        { Acme, "gtsm: 1", "gtsm: 0", "tenants/acme.yaml:19: `gtsm` is a number from 1 to 254, not `0`" },
        { Acme, "gtsm: 1", "gtsm: true", "tenants/acme.yaml:19: `gtsm` is a number from 1 to 254, not `true`" },
        { Acme, "ipv4: 1500000", "ipv4: 0", "tenants/acme.yaml:20: `ipv4` is a number from 1 to 4294967295, not `0`" },
        { Acme, "ipv4: 1500000", "ipv4: 1.5M", "tenants/acme.yaml:20: `ipv4` is a number from 1 to 4294967295, not `1.5M`" },
        { Acme, "ipv4: 1500000", "ipv44: 1500000", "tenants/acme.yaml:20: unknown key `ipv44`; did you mean `ipv4`?" },
        { Acme, "warn: 80%", "warn: 80", "tenants/acme.yaml:20: `warn` is a percentage from 1% to 100%, such as 80%, not `80`" },
        { Acme, "warn: 80%", "warn: 120%", "tenants/acme.yaml:20: `warn` is a percentage from 1% to 100%, such as 80%, not `120%`" },
        { Acme, "hold_off: 5m", "hold_off: 5", "tenants/acme.yaml:20: `hold_off` is a duration such as 30s, 5m, 24h or 10d, not `5`; write 5s for seconds" },
        { Acme, "hold_off: 5m", "hold_off: five", "tenants/acme.yaml:20: `hold_off` is a duration such as 30s, 5m, 24h or 10d, not `five`" },
        { Acme, "keep_stale: 10m", "keep_stale: 10min", "tenants/acme.yaml:21: `keep_stale` is a duration such as 30s, 5m, 24h or 10d, not `10min`" },
        { Acme, "rtbh: true", "rtbh: yes", "tenants/acme.yaml:22: `rtbh` is `true` or `false`, not `yes`" },
        { Acme, "max_rules: 50", "max_rules: 0", "tenants/acme.yaml:22: `max_rules` is a number from 1 to 1000000, not `0`" },
        { Acme, "mitigation: { rtbh: true, flowspec: true, max_rules: 50 }", "mitigation: on", "tenants/acme.yaml:22: `mitigation` is a mapping of keys, not a single value" },
        { Acme, "sampling: 1000", "sampling: 0", "tenants/acme.yaml:23: `sampling` is a number from 1 to 2147483647, not `0`" },
        { Acme, "index: 12", "index: x", "tenants/acme.yaml:25: `index` is a number from 1 to 4294967295, not `x`" },
        { Acme, "boundary: external", "boundary: extern", "tenants/acme.yaml:25: `boundary` is one of `external`, `internal`, not `extern`; did you mean `external`?" },
        { Acme, "max_sessions: 10000", "max_sessions: 0", "tenants/acme.yaml:31: `max_sessions` is a number from 1 to 1000000, not `0`" },
        { Acme, "max_sessions: 10000", "max_session: 5", "tenants/acme.yaml:31: unknown key `max_session`; did you mean `max_sessions`?" },
    };

    [Theory]
    [MemberData(nameof(NumbersRows))]
    public void Load_NumbersMistake_GivesOneLine(string file, string from, string to, string line) => Mistake.GivesOneLine(file, from, to, line);

    [Theory]
    [MemberData(nameof(AddressesRows))]
    public void Load_AddressesMistake_GivesOneLine(string file, string from, string to, string line) => Mistake.GivesOneLine(file, from, to, line);

    [Theory]
    [MemberData(nameof(SessionRows))]
    public void Load_SessionMistake_GivesOneLine(string file, string from, string to, string line) => Mistake.GivesOneLine(file, from, to, line);
}
