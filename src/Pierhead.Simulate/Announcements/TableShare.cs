using Pierhead.Simulate.Prepared;
using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Announcements;

/// <summary>A router's part of one family of a table: as windows, because a slice may run past the table's end and on from its start.</summary>
internal sealed class TableShare
{
    public TableShare(Family family, RouteWriter writer, RouteRange slice, double withdrawShare)
    {
        Family = family;
        Writer = writer;
        var total = writer.Routes.RouteCount;
        var count = Math.Min(slice.Count ?? total, total);
        var first = total == 0 ? 0 : slice.Offset % total;
        All = Windows(first, count, total);
        var kept = count - (int)(count * Math.Clamp(withdrawShare, 0, 1));
        Kept = Windows(first, kept, total);
        Withdrawn = Windows(total == 0 ? 0 : (first + kept) % total, count - kept, total);
    }

    public Family Family { get; }

    public RouteWriter Writer { get; }

    /// <summary>All routes that the router announces at first.</summary>
    public IReadOnlyList<RouteWindow> All { get; }

    /// <summary>Those it keeps.</summary>
    public IReadOnlyList<RouteWindow> Kept { get; }

    /// <summary>Those it withdraws once everything is announced: the last ones.</summary>
    public IReadOnlyList<RouteWindow> Withdrawn { get; }

    public int KeptCount => Kept.Sum(window => window.Count);

    private static List<RouteWindow> Windows(int first, int count, int total)
    {
        var windows = new List<RouteWindow>(2);
        var head = Math.Min(count, total - first);
        if (head > 0)
        {
            windows.Add(new RouteWindow(first, head));
        }

        if (count > head)
        {
            windows.Add(new RouteWindow(0, count - head));
        }

        return windows;
    }
}
