using Pierhead.Control.Yaml;
using Pierhead.Wire.Bgp;

namespace Pierhead.Control.Written;

/// <summary>The key <c>bgp</c> of a device or an accept entry, as written.</summary>
internal sealed class BgpConfig(Section keys)
{
    public static readonly KeyTable Mitigation = new("`mitigation`", new("rtbh"), new("flowspec"), new("max_rules"));

    public static readonly KeyTable MaxPrefixes = new(
        "`max_prefixes`", [.. Families.Rows.Select(row => new Key(row.Name)), new("warn"), new("hold_off")]);

    public static readonly KeyTable Keys = new(
        "`bgp`",
        new("asn"),
        new("local_asn"),
        new("password"),
        new("families"),
        new("add_path"),
        new("hold_time"),
        new("gtsm"),
        new("max_prefixes", Table: MaxPrefixes),
        new("keep_stale"),
        new("mitigation", Later: true, Table: Mitigation));

    public Node? Asn => keys["asn"];

    public Node? LocalAsn => keys["local_asn"];

    public Node? Password => keys["password"];

    public Node? FamilyList => keys["families"];

    public Node? AddPath => keys["add_path"];

    public Node? HoldTime => keys["hold_time"];

    public Node? Gtsm => keys["gtsm"];

    public Node? KeepStale => keys["keep_stale"];

    public Section? MaxPrefixesKeys { get; } = keys.Child("max_prefixes");

    public Section? MitigationKeys { get; } = keys.Child("mitigation");
}
