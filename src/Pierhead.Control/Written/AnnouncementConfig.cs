namespace Pierhead.Control.Written;

/// <summary>The file of <c>serve --announce</c>, as written.</summary>
internal static class AnnouncementConfig
{
    public static readonly KeyTable Announcement = new(
        "an announcement",
        new("tenant", Required: true),
        new("device", Required: true),
        new("prefix"),
        new("rule"),
        new("family"),
        new("next_hop"),
        new("local_pref"),
        new("med"),
        new("communities"),
        new("extended_communities"),
        new("large_communities"));

    public static readonly KeyTable Keys = new("the announcements file", new Key("announcements", Required: true, Items: Announcement));
}
