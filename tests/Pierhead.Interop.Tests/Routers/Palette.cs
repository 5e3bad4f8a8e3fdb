namespace Pierhead.Interop.Tests.Routers;

/// <summary>Communities of all three kinds that routes are announced with, in the canonical text of the API.</summary>
/// <param name="Targets">Route targets, of the extended communities, without their <c>rt:</c>.</param>
internal sealed record Palette(string[] Communities, string[] Targets, string[] Large)
{
    public static readonly Palette[] All =
    [
        new([], [], []),
        new(["64500:1001"], [], []),
        new([], [], ["64500:7:8"]),
        new([], ["64500:7"], []),
        new(["64500:1001", "64500:65535"], ["64500:7", "64501:4294967295"], ["64500:7:8", "4200000000:1:4294967295"]),
        new(["64500:2002"], [], ["64500:9:9"]),
        new(["64500:3003"], ["64500:9"], []),
        new([.. Enumerable.Range(0, 20).Select(n => $"64500:{n}")], [], [.. Enumerable.Range(0, 20).Select(n => $"64500:{n}:1")]),
    ];
}
