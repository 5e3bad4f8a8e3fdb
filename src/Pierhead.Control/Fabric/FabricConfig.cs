using Pierhead.Control.Written;
using Pierhead.Control.Yaml;

namespace Pierhead.Control.Fabric;

/// <summary><c>fabric.yaml</c> as written.</summary>
internal sealed class FabricConfig(Section keys)
{
    private static readonly KeyTable Router = new("`router`", new("asn", Required: true), new("addresses", Required: true));

    private static readonly KeyTable Bfd = new("`bfd`", new("interval"), new("multiplier"));

    private static readonly KeyTable Announce = new(
        "`announce`",
        new("asn", Required: true),
        new("router", Required: true, Table: Router),
        new("speaker"),
        new("bfd", Table: Bfd),
        new("hold_time"));

    private static readonly KeyTable Health = new("`health`", new("every"), new("fall"), new("rise"), new("port"), new("floor"));

    private static readonly KeyTable Vrrp = new("`vrrp`", new("id"), new("interval"), new("password"));

    private static readonly KeyTable Sync = new("`sync`", new("threshold"), new("refresh"), new("retries"));

    private static readonly KeyTable Lvs = new("`lvs`", new("quorum"), new("probe"), new("sync", Table: Sync), new("timeout"));

    private static readonly KeyTable Machine = new(
        "an entry of `nodes` or `balancers`",
        new("name", Required: true),
        new("addresses", Required: true),
        new("interface", Required: true),
        new("mac", Required: true),
        new("weight"),
        new("med"),
        new("drain"));

    private static readonly KeyTable Fabric = new(
        "`fabric`",
        new("mode", Required: true),
        new("driver"),
        new("addresses", Required: true),
        new("flow_ports"),
        new("announce", Table: Announce),
        new("health", Table: Health),
        new("vrrp", Table: Vrrp),
        new("lvs", Table: Lvs),
        new("nodes", Required: true, Items: Machine),
        new("balancers", Items: Machine),
        new("before"));

    public static readonly KeyTable Keys = new("fabric.yaml", new Key("fabric", Required: true, Table: Fabric));

    public Section Section => keys;

    public Section? AnnounceKeys { get; } = keys.Child("announce");

    public Section? HealthKeys { get; } = keys.Child("health");

    public Section? VrrpKeys { get; } = keys.Child("vrrp");

    public Section? LvsKeys { get; } = keys.Child("lvs");

    public IReadOnlyList<Section> Nodes { get; } = keys.Children("nodes");

    public IReadOnlyList<Section> Balancers { get; } = keys.Children("balancers");

    public Node At(string key) => keys[key] ?? keys.At;
}
