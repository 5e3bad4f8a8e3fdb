using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>A tree in a temporary directory, gone with the test. Begins as the good tree unless made empty.</summary>
public sealed class ConfigFolder : IDisposable
{
    public const string NodeYaml = """
        node: land-1
        bgp:   { listen: ["0.0.0.0:179", "[::]:179"], router_id: 192.0.2.1, hold_time: 180 }
        flow:  { listen: ["0.0.0.0:2055", "0.0.0.0:4739", "0.0.0.0:6343"] }
        api:   { listen: ["127.0.0.1:8080"], tls: { certificate: tls.pem, key: "file:tls.key" }, tokens: tokens.yaml }
        store: { kind: duckdb, path: data/flows.duckdb, keep: { raw: 24h, 1m: 30d, 1h: 400d } }
        state: { path: data/state }
        rpki:  { caches: ["127.0.0.1:3323"], files: [] }

        """;

    public const string AcmeYaml = """
        tenant: acme
        asn: 64500
        networks: [198.51.100.0/24, "2001:db8::/32"]
        sites:
          - { name: ams1, market: Amsterdam, country: NL }
        devices:
          - name: edge1.ams1
            site: ams1
            role: edge
            description: "rack 4"
            addresses: [198.51.100.1, "2001:db8::1"]
            bgp:
              asn: 64500
              local_asn: 64500
              password: "file:secrets/edge1"
              families: [ipv4, ipv6]
              add_path: [ipv4]
              hold_time: 180
              gtsm: 1
              max_prefixes: { ipv4: 1500000, ipv6: 400000, warn: 80%, hold_off: 5m }
              keep_stale: 10m
              mitigation: { rtbh: true, flowspec: true, max_rules: 50 }
            flow: { exporters: [198.51.100.1], sampling: 1000 }
            interfaces:
              - { index: 12, name: et-0/0/1, address: 203.0.113.1/30, connectivity: transit, provider: Example Transit, boundary: external }
          - name: edge2.ams1
            site: ams1
            addresses: [198.51.100.2]
            table_from: edge1.ams1
        accept:
          - { from: 10.78.0.0/16, site: ams1, max_sessions: 10000, bgp: { asn: 64500, families: [ipv4, ipv6], password: "env:PIERHEAD_TEST_RANGE" } }
        vrfs:
          - { name: blue, rd: ["64500:1", "192.0.2.1:7"] }
          - { name: red, rd: ["4200000000:2"] }

        """;

    public const string GlobexYaml = """
        tenant: globex
        asn: 4200000001
        devices:
          - name: edge1.ams1
            addresses: [192.0.2.77]
            bgp: { local_asn: peer }

        """;

    public const string TokensYaml = """
        tokens:
          - { name: noc, role: operator, tenant: acme, sha256: "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b" }
          - { name: platform, role: admin, tenant: "*", sha256: "5E884898DA28047151D0E56F8DC6292773603D0D6AABBDD62A11EF721D1542D8" }

        """;

    /// <summary>What <c>secrets/edge1</c> holds; nothing that is ever shown may contain it.</summary>
    public const string DevicePassword = "s3cret-of-edge1";

    public const string RangePassword = "s3cret-of-range";

    static ConfigFolder() => Environment.SetEnvironmentVariable("PIERHEAD_TEST_RANGE", RangePassword);

    private ConfigFolder() => Root = Directory.CreateTempSubdirectory("pierhead-config-").FullName;

    public string Root { get; }

    public static ConfigFolder Good()
    {
        var folder = new ConfigFolder();
        folder.Write("pierhead.yaml", NodeYaml);
        folder.Write("tenants/acme.yaml", AcmeYaml);
        folder.Write("tenants/globex.yaml", GlobexYaml);
        folder.Write("tokens.yaml", TokensYaml);
        folder.Write("secrets/edge1", DevicePassword + "\n");
        var (certificate, key) = TestCertificate.Pem;
        folder.Write("tls.pem", certificate);
        folder.Write("tls.key", key);
        return folder;
    }

    /// <summary>The least that is a tree: a node and one tenant's file.</summary>
    public static ConfigFolder Small(string tenantYaml)
    {
        var folder = new ConfigFolder();
        folder.Write("pierhead.yaml", "node: n\nbgp: { router_id: 192.0.2.1 }\n");
        folder.Write("tenants/t.yaml", tenantYaml);
        return folder;
    }

    public static ConfigFolder Empty() => new();

    public ConfigFolder Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public ConfigFolder Write(string name, byte[] octets)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, octets);
        return Mode(name, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public ConfigFolder Mode(string name, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(Root, name), mode);
        }

        return this;
    }

    /// <summary>Replaces the one occurrence of a text.</summary>
    public ConfigFolder Change(string name, string from, string to)
    {
        var text = File.ReadAllText(Path.Combine(Root, name));
        Assert.Equal(2, text.Split(from).Length);
        return Write(name, text.Replace(from, to, StringComparison.Ordinal));
    }

    public ConfigResult Load() => ConfigTree.Load(Root);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
