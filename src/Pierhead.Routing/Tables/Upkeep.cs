using Pierhead.Routing.Matching;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Tables;

/// <summary>
/// The background thread of the tables: frees what readers have left, and lets the longest-match indexes follow. New prefixes come
/// in floods when tables load, and an index takes a flood in one go for a fraction of what it costs bit by bit; so it
/// waits until the flood is over, or long enough. Until then lookups that must be exact do without it.
/// </summary>
internal sealed class Upkeep : IDisposable
{
    private const int LongestWait = 30;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly SharedTables _shared;
    private readonly ManualResetEventSlim _stop = new(initialState: false);
    private readonly uint[] _seen = new uint[Families.Count];
    private readonly int[] _waited = new int[Families.Count];
    private readonly Thread _thread;

    public Upkeep(SharedTables shared)
    {
        _shared = shared;
        _thread = new Thread(Run) { IsBackground = true, Name = "tables" };
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Wait(Tick))
        {
            for (var index = 0; index < Families.Count; index++)
            {
                if (_shared.Index((Family)index) is { } matching)
                {
                    Follow(index, matching, _shared.Prefixes((Family)index)!.Watermark);
                }
            }

            _shared.Grace.Collect();
        }
    }

    private void Follow(int family, LongestMatchIndex index, uint known)
    {
        var isFlood = known != _seen[family];
        _seen[family] = known;
        if (index.Watermark == known || (isFlood && ++_waited[family] < LongestWait))
        {
            return;
        }

        _waited[family] = 0;
        index.CatchUp();
    }
}
