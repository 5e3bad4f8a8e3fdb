using Pierhead.Control.Yaml;

namespace Pierhead.Control.Written;

/// <summary>An entry of <c>devices</c> as written.</summary>
internal sealed class DeviceConfig(Section keys)
{
    public static readonly KeyTable Flow = new("`flow`", new("exporters"), new("sampling"));

    public static readonly KeyTable Interface = new(
        "an interface", new("index"), new("name"), new("address"), new("connectivity"), new("provider"), new("boundary"));

    public static readonly KeyTable Keys = new(
        "a device",
        new("name", Required: true),
        new("site"),
        new("role"),
        new("description"),
        new("addresses", Required: true),
        new("bgp", Table: BgpConfig.Keys),
        new("table_from"),
        new("flow", Later: true, Table: Flow),
        new("interfaces", Later: true, Items: Interface));

    public Node At => keys.At;

    public Node? Name => keys["name"];

    public Node? Site => keys["site"];

    public Node? Role => keys["role"];

    public Node? Description => keys["description"];

    public Node? Addresses => keys["addresses"];

    public BgpConfig? Bgp { get; } = keys.Child("bgp") is { } bgp ? new BgpConfig(bgp) : null;

    public Node? TableFrom => keys["table_from"];

    public Section? FlowKeys { get; } = keys.Child("flow");

    public IReadOnlyList<Section> Interfaces { get; } = keys.Children("interfaces");
}
