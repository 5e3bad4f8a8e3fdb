using Pierhead.Simulate.Prepared;

namespace Pierhead.Simulate.Announcements;

/// <summary>Withdraws a window of routes.</summary>
internal sealed class WithdrawJob(RouteWriter writer, RouteWindow window) : SendJob
{
    private RouteWindow _rest = window;

    public override JobProgress Fill(Span<byte> buffer, DateTimeOffset now, SendCounters counters, out int octets)
    {
        var routes = writer.Withdraw(_rest, buffer, out octets, out var messages);
        counters.AddWithdrawn(routes, messages);
        _rest = _rest.Skip(routes);
        return _rest.Count == 0 ? JobProgress.Done : JobProgress.More;
    }
}
