using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>One mistake in an otherwise good tree is one line: each row is the file, what is replaced by what, and the line.</summary>
public sealed class NodeMistakeTests
{
    private const string Node = "pierhead.yaml";

    public static readonly TheoryData<string, string, string, string> NodeRows = new()
    {
        { Node, "\"0.0.0.0:179\"", "\"0.0.0.0\"", "pierhead.yaml:2: `listen`: `0.0.0.0` is not an address and a port, such as \"127.0.0.1:179\" or \"[::1]:179\"" },
        { Node, "\"0.0.0.0:179\"", "179", "pierhead.yaml:2: `listen`: `179` is not an address and a port, such as \"127.0.0.1:179\" or \"[::1]:179\"" },
        { Node, "\"0.0.0.0:179\"", "\"0.0.0.0:70000\"", "pierhead.yaml:2: `listen`: `0.0.0.0:70000` is not an address and a port, such as \"127.0.0.1:179\" or \"[::1]:179\"" },
        { Node, "\"0.0.0.0:179\"", "\"::1:179\"", "pierhead.yaml:2: `listen`: `::1:179` is not an address and a port, such as \"127.0.0.1:179\" or \"[::1]:179\"" },
        { Node, "\"0.0.0.0:179\"", "\"localhost:179\"", "pierhead.yaml:2: `listen`: `localhost:179` is not an address and a port, such as \"127.0.0.1:179\" or \"[::1]:179\"" },
        { Node, "\"0.0.0.0:179\"", "\"[::]:179\"", "pierhead.yaml:2: `[::]:179` stands twice in `listen`" },
        { Node, "\"[::]:179\"", "\"127.0.0.1:8080\"", "pierhead.yaml:4: `127.0.0.1:8080` cannot be both `bgp: listen` and `api: listen`" },
        { Node, "[\"0.0.0.0:179\", \"[::]:179\"]", "[]", "pierhead.yaml:2: `listen` needs at least one endpoint; leave the key out for the default" },
        { Node, "[\"0.0.0.0:179\", \"[::]:179\"]", "\"0.0.0.0:179\"", "pierhead.yaml:2: `listen` is a list, not a single value; write it in brackets: `listen: [...]`" },
        { Node, "router_id: 192.0.2.1", "router_id: 0.0.0.0", "pierhead.yaml:2: `router_id` is an IPv4 address other than 0.0.0.0, not `0.0.0.0`" },
        { Node, "router_id: 192.0.2.1", "router_id: \"2001:db8::1\"", "pierhead.yaml:2: `router_id` is an IPv4 address other than 0.0.0.0, not `2001:db8::1`" },
        { Node, "hold_time: 180", "hold_time: 65536", "pierhead.yaml:2: `hold_time` is 0 or 3 to 65535 seconds, not `65536`" },
        { Node, "\"127.0.0.1:8080\"], tls: { certificate: tls.pem, key: \"file:tls.key\" }", "\"0.0.0.0:8080\"]", "pierhead.yaml:4: 0.0.0.0:8080 is not a loopback address: an API that others reach needs `tls` too" },
        { Node, "\"127.0.0.1:8080\"], tls: { certificate: tls.pem, key: \"file:tls.key\" }, tokens: tokens.yaml", "\"0.0.0.0:8080\"]", "pierhead.yaml:4: 0.0.0.0:8080 is not a loopback address: an API that others reach needs `tls` and `tokens` too" },
        { Node, "certificate: tls.pem, ", "", "pierhead.yaml:4: `tls` needs `certificate`" },
        { Node, "certificate: tls.pem", "certificate: other.pem", "pierhead.yaml:4: `certificate`: the file `other.pem` cannot be read: there is no such file; make it, or correct the path" },
        { Node, "certificate: tls.pem", "certificate: tokens.yaml", "pierhead.yaml:4: `certificate`: the file `tokens.yaml` holds no certificate in PEM form" },
        { Node, "\"file:tls.key\"", "tls.key", "pierhead.yaml:4: `key` does not stand in the tree itself; write \"file:PATH\" or \"env:NAME\", where Pierhead is to read it" },
        { Node, "\"file:tls.key\"", "\"file:secrets/edge1\"", "pierhead.yaml:4: `key` is not the unencrypted private key, in PEM form, of `certificate`" },
        { Node, "tokens: tokens.yaml", "tokens: token.yaml", "pierhead.yaml:4: `tokens`: the file `token.yaml` cannot be read: there is no such file; make it, or correct the path" },
        { Node, "kind: duckdb", "kind: duck", "pierhead.yaml:5: `kind` is one of `duckdb`, `clickhouse`, not `duck`" },
        { Node, "raw: 24h", "raw: 24", "pierhead.yaml:5: `raw` is a duration such as 30s, 5m, 24h or 10d, not `24`; write 24s for seconds" },
        { Node, "raw: 24h", "row: 24h", "pierhead.yaml:5: `keep` takes `raw` and resolutions such as `1m` or `1h`, not `row`" },
        { Node, "raw: 24h", "raw: 0", "pierhead.yaml:5: `raw` cannot be kept for no time; leave the key out" },
        { Node, "[\"127.0.0.1:3323\"]", "[\"rpki.example.net:3323\"]", "pierhead.yaml:7: `caches`: `rpki.example.net:3323` is not an address and a port, such as \"127.0.0.1:3323\" or \"[::1]:3323\"" },
    };

    [Theory]
    [MemberData(nameof(NodeRows))]
    public void Load_NodeMistake_GivesOneLine(string file, string from, string to, string line) => Mistake.GivesOneLine(file, from, to, line);
}
