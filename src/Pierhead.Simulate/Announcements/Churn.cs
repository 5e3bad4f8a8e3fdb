using Pierhead.Simulate.Prepared;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Announcements;

/// <summary>
/// Changes a router's routes at a rate: a random window of neighbours in the table is announced again with changed attributes, or
/// withdrawn and, one tick later, announced again. The sequence depends on the seed and the ticks alone. Heartbeat only.
/// </summary>
internal sealed class Churn
{
    private const int LargestWindow = 64;

    private readonly List<TableShare> _shares;
    private readonly long _routes;
    private readonly double _perSecond;
    private readonly List<(TableShare Share, RouteWindow Window)> _gone = [];
    private SeededRandom _random;
    private DateTimeOffset _last;
    private double _due;

    public Churn(List<TableShare> shares, double perSecond, ulong seed, DateTimeOffset now)
    {
        _shares = shares;
        _routes = shares.Sum(share => (long)share.KeptCount);
        _perSecond = perSecond;
        _random = new SeededRandom(seed);
        _last = now;
    }

    public IEnumerable<SendJob> Tick(DateTimeOffset now)
    {
        // What a slow peer made us miss is not made up for beyond one second's worth.
        _due = Math.Min(_due + (_perSecond * (now - _last).TotalSeconds), Math.Max(1, _perSecond));
        _last = now;
        if (_routes == 0)
        {
            return [];
        }

        var jobs = new List<SendJob>();
        Return(_gone.Count, jobs);
        while (_due >= 1)
        {
            Change(jobs);
        }

        return jobs;
    }

    /// <summary>Announces what is withdrawn at the moment, so that a refresh that follows is complete.</summary>
    public IEnumerable<SendJob> Settle(Family family)
    {
        var jobs = new List<SendJob>();
        for (var index = _gone.Count - 1; index >= 0; index--)
        {
            if (_gone[index].Share.Family == family)
            {
                jobs.Add(new AnnounceJob(_gone[index].Share.Writer, _gone[index].Window, variation: 0, isNew: true));
                _gone.RemoveAt(index);
            }
        }

        return jobs;
    }

    private void Return(int count, List<SendJob> jobs)
    {
        foreach (var (share, window) in _gone.Take(count))
        {
            jobs.Add(new AnnounceJob(share.Writer, window, variation: 0, isNew: true));
            _due -= window.Count;
        }

        _gone.RemoveRange(0, count);
    }

    private void Change(List<SendJob> jobs)
    {
        var (share, window) = PickWindow();
        var withdraw = _random.Chance(0.5);
        var variation = 1 + _random.Below(15);
        _due -= window.Count;
        if (_gone.Exists(gone => gone.Share == share && gone.Window.Overlaps(window)))
        {
            return;
        }

        if (withdraw)
        {
            jobs.Add(new WithdrawJob(share.Writer, window));
            _gone.Add((share, window));
        }
        else
        {
            jobs.Add(new AnnounceJob(share.Writer, window, variation, isNew: false));
        }
    }

    private (TableShare Share, RouteWindow Window) PickWindow()
    {
        var at = (long)(_random.Unit() * _routes);
        var size = Math.Min(1 + _random.Below(LargestWindow), Math.Max(1, (int)_due));
        foreach (var share in _shares)
        {
            foreach (var window in share.Kept)
            {
                if (at < window.Count)
                {
                    return (share, new RouteWindow(window.First + (int)at, Math.Min(size, window.Count - (int)at)));
                }

                at -= window.Count;
            }
        }

        throw new InvalidOperationException("The windows hold fewer routes than were counted.");
    }
}
