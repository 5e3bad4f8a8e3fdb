using Pierhead.Control.Yaml;

namespace Pierhead.Control.Written;

/// <summary><c>pierhead.yaml</c> as written.</summary>
internal sealed class NodeConfig(Section keys)
{
    public static readonly KeyTable Bgp = new("`bgp`", new("listen"), new("router_id", Required: true), new("hold_time"));

    public static readonly KeyTable Flow = new("`flow`", new Key("listen"));

    public static readonly KeyTable Tls = new("`tls`", new("certificate", Required: true), new("key", Required: true));

    public static readonly KeyTable Api = new("`api`", new("listen"), new("tls", Table: Tls), new("tokens"));

    public static readonly KeyTable Store = new("`store`", new("kind"), new("path"), new("keep"));

    public static readonly KeyTable State = new("`state`", new("path"), new("checkpoint"));

    public static readonly KeyTable Limits = new("`limits`", new("prefixes"), new("attribute_sets"), new("attribute_octets"));

    public static readonly KeyTable Rpki = new("`rpki`", new("caches"), new("files"));

    public static readonly KeyTable Keys = new(
        "pierhead.yaml",
        new("node", Required: true),
        new("bgp", Table: Bgp),
        new("flow", Later: true, Table: Flow),
        new("api", Table: Api),
        new("store", Later: true, Table: Store),
        new("state", Table: State),
        new("limits", Table: Limits),
        new("rpki", Later: true, Table: Rpki));

    public Section Section => keys;

    public Node? Name => keys["node"];

    public Section? BgpKeys { get; } = keys.Child("bgp");

    public Section? FlowKeys { get; } = keys.Child("flow");

    public Section? ApiKeys { get; } = keys.Child("api");

    public Section? StoreKeys { get; } = keys.Child("store");

    public Section? StateKeys { get; } = keys.Child("state");

    public Section? LimitKeys { get; } = keys.Child("limits");

    public Section? RpkiKeys { get; } = keys.Child("rpki");
}
