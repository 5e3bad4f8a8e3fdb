namespace Pierhead.Interop.Tests.Routers;

/// <param name="Look">Which entry of <see cref="Palette.All"/> it is announced with.</param>
internal sealed record Announcement(string Prefix, int Look)
{
    public bool IsIpv6 => Prefix.Contains(':', StringComparison.Ordinal);

    public Palette Palette => Palette.All[Look];

    /// <summary>A few of both families, each look once, with short, long and host prefixes among them.</summary>
    public static IReadOnlyList<Announcement> Few(int seed = 0) =>
    [
        new($"{30 + seed}.0.0.0/8", 0),
        new($"20.{seed}.1.0/24", 1),
        new($"20.{seed}.2.0/24", 2),
        new($"20.{seed}.3.0/25", 3),
        new($"20.{seed}.4.1/32", 4),
        new($"20.{seed}.128.0/17", 5),
        new($"2001:db8:{seed + 1:x}::/48", 6),
        new($"2001:db8:{seed + 1:x}:8000::/49", 4),
        new($"2001:db8:{seed + 1:x}::1/128", 2),
        new($"{2600 + seed}::/20", 7),
    ];

    /// <summary>Distinct IPv4 prefixes of /24, /23 and /22 that begin at <paramref name="first"/>.0.0.0.</summary>
    public static IReadOnlyList<Announcement> Many(int count, int first)
    {
        var made = new Announcement[count];
        for (var index = 0; index < count; index++)
        {
            var third = index % 64 * 4;
            var second = index / 64 % 256;
            made[index] = new($"{first + (index / 64 / 256)}.{second}.{third}.0/{22 + (index % 3)}", index % Palette.All.Length);
        }

        return made;
    }
}
