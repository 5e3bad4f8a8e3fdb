using System.Runtime.CompilerServices;

namespace Pierhead.Routing.Memory;

/// <summary>
/// Lets any thread read tables without locks while they are written and dropped. A reader holds a guard for as long as it
/// reads; what a writer unlinked is freed once every guard that was held then has been left. Any thread.
/// </summary>
/// <remarks>
/// Guards are counted by the parity of the epoch they entered in, on stripes so that readers do not share a line. The epoch moves
/// on from e only when nobody is left of e - 1; what was retired in e is free in e + 2.
/// </remarks>
internal sealed class GracePeriod
{
    private const int Stripes = 16;
    private const int LongsPerLine = 8;

    // What a reader that stayed for long let pile up is not kept for the next one.
    private const int KeptCapacity = 1 << 14;

    private readonly long[] _inside = new long[Stripes * 2 * LongsPerLine];
    private readonly Lock _lock = new();
    private readonly Lock _collecting = new();
    private readonly Queue<Retired> _retired = new();
    private long _epoch;
    private volatile bool _closed;

    /// <summary>Memory that waits for readers to leave, in pieces.</summary>
    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _retired.Count;
            }
        }
    }

    /// <summary>Enters: what is reached from here on stays mapped until the guard is disposed. May be nested.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadGuard Enter()
    {
        var stripe = (Environment.CurrentManagedThreadId & (Stripes - 1)) * 2;
        while (true)
        {
            var epoch = Volatile.Read(ref _epoch);
            var slot = (stripe + (int)(epoch & 1)) * LongsPerLine;
            Interlocked.Increment(ref _inside[slot]);
            if (Volatile.Read(ref _epoch) == epoch)
            {
                if (_closed)
                {
                    Interlocked.Decrement(ref _inside[slot]);
                    ThrowClosed();
                }

                return new ReadGuard(this, slot);
            }

            Interlocked.Decrement(ref _inside[slot]);
        }
    }

    /// <summary>Frees a piece of memory once all readers of now have left. It must be unlinked already.</summary>
    public void Retire(IRetirable owner, nint address = 0, long size = 0)
    {
        lock (_lock)
        {
            _retired.Enqueue(new Retired(_epoch, owner, address, size));
        }
    }

    /// <summary>
    /// Frees what can be freed, in the order in which it was retired; called now and then by the background thread, and after a
    /// drop. Returns at once where another thread is at it.
    /// </summary>
    public void Collect()
    {
        if (_collecting.TryEnter())
        {
            try
            {
                CollectInOrder();
            }
            finally
            {
                _collecting.Exit();
            }
        }
    }

    /// <summary>Whether a full grace period has passed since <paramref name="epoch"/> was the answer of <see cref="Now"/>.</summary>
    public bool HasPassed(long epoch)
    {
        lock (_lock)
        {
            while (_epoch < epoch + 2)
            {
                if (!TryAdvance())
                {
                    return false;
                }
            }

            return true;
        }
    }

    public long Now => Volatile.Read(ref _epoch);

    /// <summary>Lets nobody in any more, waits for those inside, and frees everything retired.</summary>
    public void Close()
    {
        _closed = true;
        Interlocked.MemoryBarrier();
        var wait = default(SpinWait);
        while (!IsEmpty(0) || !IsEmpty(1))
        {
            wait.SpinOnce();
        }

        lock (_collecting)
        {
            CollectInOrder();
        }
    }

    internal void Leave(int slot) => Interlocked.Decrement(ref _inside[slot]);

    private static void ThrowClosed() => throw new ObjectDisposedException(nameof(RouteTables));

    private void CollectInOrder()
    {
        while (true)
        {
            Retired piece;
            lock (_lock)
            {
                if (!_retired.TryPeek(out piece))
                {
                    if (_retired.Capacity > KeptCapacity)
                    {
                        _retired.TrimExcess();
                    }

                    return;
                }

                while (_epoch < piece.Epoch + 2)
                {
                    if (!TryAdvance())
                    {
                        return;
                    }
                }

                _ = _retired.Dequeue();
            }

            piece.Owner.Free(piece.Address, piece.Size);
        }
    }

    private bool TryAdvance()
    {
        if (!IsEmpty((int)((_epoch + 1) & 1)))
        {
            return false;
        }

        Interlocked.Increment(ref _epoch);
        return true;
    }

    private bool IsEmpty(int parity)
    {
        for (var stripe = 0; stripe < Stripes; stripe++)
        {
            if (Volatile.Read(ref _inside[(stripe * 2 + parity) * LongsPerLine]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct Retired(long Epoch, IRetirable Owner, nint Address, long Size);
}
