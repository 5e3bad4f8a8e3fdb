using System.Net;
using System.Text.Json;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.Feed;

/// <summary>What the feeder and who runs it say to each other, a line of JSON each.</summary>
internal static class FeedJson
{
    public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

/// <summary>The table is made; nothing was sent yet.</summary>
/// <param name="Routes">Of all routers together.</param>
internal sealed record FeedReady(int IPv4, int IPv6, int AttributeSets, string Source, long Routes, string SampleIPv4, string SampleIPv6);

/// <param name="At">A time stamp of the monotonic clock, which all processes share.</param>
internal sealed record FeedMoment(long At);

/// <param name="LongestSilence">The longest that an established router heard nothing since the last status, in milliseconds.</param>
internal sealed record FeedStatus(long At, int Established, int Sent, long Losses, double LongestSilence, string? LastLoss);

/// <param name="Updates">Prefixes withdrawn and announced.</param>
internal sealed record FeedChurned(long At, long Updates);

/// <summary><see cref="FeedOptions"/> as text.</summary>
internal sealed record FeedWords(
    string Target, int Port, int Routers, string FirstSource, int IPv4, int IPv6, int SliceIPv4, int SliceIPv6, int HoldSeconds, string Corpus)
{
    public FeedOptions ToOptions() => new()
    {
        Target = new IPEndPoint(IPAddress.Parse(Target), Port),
        Routers = Routers,
        FirstSource = Ip.From(IPAddress.Parse(FirstSource)),
        IPv4 = IPv4,
        IPv6 = IPv6,
        SliceIPv4 = SliceIPv4,
        SliceIPv6 = SliceIPv6,
        HoldTime = TimeSpan.FromSeconds(HoldSeconds),
        Corpus = Corpus,
    };
}
