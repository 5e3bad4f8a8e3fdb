using System.Numerics;
using System.Runtime.InteropServices;

namespace Pierhead.Routing.Memory;

/// <summary>
/// Small blocks outside the garbage collector's sight, in classes of powers of two from 32 bytes to 64 KiB; greater ones are
/// mappings of their own. Freed blocks are kept in their class for the next, great ones without their pages. Any thread.
/// </summary>
internal sealed unsafe class BlockArena : IRetirable
{
    private const int SmallestLog = 5;
    private const int GreatestLog = 16;

    // From here on a freed block holds whole pages, worth a call to give them back.
    private const int PagesLog = 14;
    private const nuint Chunk = 1 << 20;

    private readonly Lock _lock = new();
    private readonly nint[] _free = new nint[GreatestLog + 1];
    private readonly List<nint> _chunks = [];
    private byte* _at;
    private byte* _end;

    /// <summary>Whole bytes that a block of at least so many takes.</summary>
    public static long SizeOf(long bytes) =>
        bytes > 1 << GreatestLog
            ? (bytes + Kernel.PageSize - 1) & ~(Kernel.PageSize - 1L)
            : 1L << Math.Max(SmallestLog, BitOperations.Log2((ulong)bytes - 1) + 1);

    /// <summary>A block of zeros, at least that big.</summary>
    public byte* Allocate(long bytes)
    {
        var size = SizeOf(bytes);
        if (size > 1 << GreatestLog)
        {
            return Kernel.Reserve((nuint)size);
        }

        byte* block;
        lock (_lock)
        {
            block = Take(BitOperations.Log2((ulong)size), (nuint)size);
        }

        NativeMemory.Clear(block, (nuint)size);
        return block;
    }

    public void Free(nint address, long size)
    {
        if (size > 1 << GreatestLog)
        {
            Kernel.Release((byte*)address, (nuint)size);
            return;
        }

        if (size >= 1 << PagesLog)
        {
            var pages = (address + Kernel.PageSize - 1) & ~(nint)(Kernel.PageSize - 1);
            Kernel.Clear((byte*)pages, ((nuint)(address + size) & ~(nuint)(Kernel.PageSize - 1)) - (nuint)pages);
        }

        lock (_lock)
        {
            ref var head = ref _free[BitOperations.Log2((ulong)size)];
            *(nint*)address = head;
            head = address;
        }
    }

    /// <summary>Frees all small blocks; no reader may be inside.</summary>
    public void FreeAll()
    {
        foreach (var chunk in _chunks)
        {
            Kernel.Release((byte*)chunk, Chunk);
        }

        _chunks.Clear();
    }

    private byte* Take(int log, nuint size)
    {
        if (_free[log] != 0)
        {
            var block = _free[log];
            _free[log] = *(nint*)block;
            return (byte*)block;
        }

        if (_at is null || _at + size > _end)
        {
            _at = Kernel.Reserve(Chunk);
            _end = _at + Chunk;
            _chunks.Add((nint)_at);
        }

        var taken = _at;
        _at += size;
        return taken;
    }
}
