using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Reclaiming;

/// <summary>One bit for each id: set by any thread, cleared never; thrown away with the cycle.</summary>
internal sealed class MarkBits(long ids)
{
    private readonly Region<ulong> _words = new((ids >> 6) + 1);

    public bool this[uint id] => ((Volatile.Read(ref _words[id >> 6]) >> (int)(id & 63)) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(uint id)
    {
        // Mostly it is set already: many routes name few sets.
        if (!this[id])
        {
            _ = Interlocked.Or(ref _words[id >> 6], 1UL << (int)(id & 63));
        }
    }

    public void Free() => _words.Free();
}
