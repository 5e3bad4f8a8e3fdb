using System.Collections.Immutable;

namespace Pierhead.Fabric.Health;

/// <summary>
/// What the node holds, asked now and then. While it does not answer, what it last said is true for a while: balancers keep sessions by it. Then nothing is
/// known, which is not the same as no sessions. Single writer; any reader.
/// </summary>
public sealed class SessionLedger(NodeApi api, TimeProvider time, Action<string> log)
{
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(10);

    private volatile Page? _page;
    private string? _trouble;

    /// <summary>Null where it is not known.</summary>
    public ImmutableArray<HeldSession>? Holds => _page is { } page && time.GetElapsedTime(page.At) < Trusted ? page.Holds : null;

    public async Task RefreshAsync(CancellationToken cancel)
    {
        string? trouble = null;
        try
        {
            _page = new Page(await api.HoldsAsync(cancel), time.GetTimestamp());
        }
        catch (NodeApiException exception)
        {
            trouble = exception.Message;
            _page = exception.IsGone ? new Page([], time.GetTimestamp()) : _page;
        }

        if (trouble != _trouble && trouble is not null)
        {
            log($"the sessions held are not known: {trouble}");
        }

        _trouble = trouble;
    }

    private sealed record Page(ImmutableArray<HeldSession> Holds, long At);
}
