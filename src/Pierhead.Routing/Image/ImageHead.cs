namespace Pierhead.Routing.Image;

/// <summary>What an image says of a family of a table before its paths.</summary>
/// <param name="HasPaths">Whether a key may have several paths.</param>
/// <param name="IsLongLived">Whether its routes are kept by long-lived graceful restart (RFC 9494).</param>
/// <param name="Seconds">When routes were received: that of the initial load, then the others, ascending; at most 255.</param>
internal sealed record ImageHead(bool HasPaths, bool IsLongLived, long[] Seconds)
{
    private const int Most = 255;

    /// <summary>From the seconds of one generation, or of two; where there are too many the oldest are merged two by two.</summary>
    public static ImageHead Of(bool hasPaths, bool isLongLived, long began, IEnumerable<long> others)
    {
        var seconds = others.Where(second => second > began).Distinct().Order().ToList();
        for (var at = 0; seconds.Count >= Most && at < seconds.Count - 1; at++)
        {
            seconds.RemoveAt(at);
        }

        return new ImageHead(hasPaths, isLongLived, [began, .. seconds]);
    }

    /// <summary>The index of the first listed second that is not before this one; of the last where there is none.</summary>
    public int IndexOf(long second)
    {
        if (second <= Seconds[0])
        {
            return 0;
        }

        var at = Array.BinarySearch(Seconds, second);
        return at >= 0 ? at : Math.Min(~at, Seconds.Length - 1);
    }
}
