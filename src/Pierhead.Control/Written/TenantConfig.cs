using Pierhead.Control.Yaml;

namespace Pierhead.Control.Written;

/// <summary>A file of <c>tenants/</c> as written.</summary>
internal sealed class TenantConfig(Section keys)
{
    public static readonly KeyTable Site = new("a site", new("name", Required: true), new("market"), new("country"));

    public static readonly KeyTable AcceptEntry = new(
        "an accept entry", new("from", Required: true), new("site"), new("max_sessions"), new("bgp", Table: BgpConfig.Keys));

    public static readonly KeyTable Vrf = new("a VRF", new("name", Required: true), new("rd", Required: true));

    public static readonly KeyTable Keys = new(
        "a tenant",
        new("tenant", Required: true),
        new("asn", Required: true),
        new("networks", Later: true),
        new("sites", Items: Site),
        new("vrfs", Items: Vrf),
        new("devices", Items: DeviceConfig.Keys),
        new("accept", Items: AcceptEntry));

    public Section Section => keys;

    public Node? Name => keys["tenant"];

    public Node? Asn => keys["asn"];

    public Node? Networks => keys["networks"];

    public Node? SiteList => keys["sites"];

    public IReadOnlyList<Section> Sites { get; } = keys.Children("sites");

    public IReadOnlyList<Section> Vrfs { get; } = keys.Children("vrfs");

    public IReadOnlyList<DeviceConfig> Devices { get; } = [.. keys.Children("devices").Select(device => new DeviceConfig(device))];

    public IReadOnlyList<Section> Accept { get; } = keys.Children("accept");
}
