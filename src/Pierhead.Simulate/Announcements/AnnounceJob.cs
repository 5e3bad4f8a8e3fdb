using Pierhead.Simulate.Prepared;

namespace Pierhead.Simulate.Announcements;

/// <summary>Announces a window of routes.</summary>
/// <param name="isNew">Whether the peer does not hold them yet; false for a change or a refresh.</param>
internal sealed class AnnounceJob(RouteWriter writer, RouteWindow window, int variation, bool isNew) : SendJob
{
    private RouteWindow _rest = window;

    public override JobProgress Fill(Span<byte> buffer, DateTimeOffset now, SendCounters counters, out int octets)
    {
        var routes = writer.Announce(_rest, variation, buffer, out octets, out var messages);
        counters.AddAnnounced(routes, messages, isNew);
        _rest = _rest.Skip(routes);
        return _rest.Count == 0 ? JobProgress.Done : JobProgress.More;
    }
}
