using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Pierhead.Routing.Memory;

/// <summary>
/// A reserved range of address space seen as an array of <typeparamref name="T"/>, in which the kernel's pages are the paging:
/// what was never written reads as zero and costs nothing. It has no finalizer: its owner frees it, at once or, where
/// readers may be inside, through a <see cref="GracePeriod"/>. Indexes are checked in Debug builds.
/// </summary>
internal sealed unsafe class Region<T> : IRetirable
    where T : unmanaged
{
    private readonly nuint _bytes;
    private T* _base;

    public Region(long length)
    {
        Length = length;
        _bytes = ((nuint)length * (nuint)sizeof(T) + Kernel.PageSize - 1) & ~(nuint)(Kernel.PageSize - 1);
        _base = (T*)Kernel.Reserve(_bytes);
    }

    public long Length { get; }

    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert(_base is not null && (ulong)index < (ulong)Length, "index outside of a region");
            return ref _base[index];
        }
    }

    /// <summary>Asks the processor to fetch the line of an element that is needed soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long index) => Memory.Prefetch.Line(_base + index);

    public Span<T> Span(long index, int length)
    {
        Debug.Assert(_base is not null && index >= 0 && index + length <= Length, "range outside of a region");
        return new Span<T>(_base + index, length);
    }

    /// <summary>Gives memory to the pages of a range that will be written all over, at once instead of one by one.</summary>
    public void Populate(long start, long end)
    {
        var first = (nuint)(_base + start) & ~(nuint)(Kernel.PageSize - 1);
        var last = ((nuint)(_base + end) + Kernel.PageSize - 1) & ~(nuint)(Kernel.PageSize - 1);
        Kernel.Populate((byte*)first, last - first);
    }

    /// <summary>Gives back the whole pages of a range, which read as zero from then on; what is left at its ends stays as it is.</summary>
    public void Clear(long start, long end)
    {
        var first = ((nuint)(_base + start) + Kernel.PageSize - 1) & ~(nuint)(Kernel.PageSize - 1);
        var last = (nuint)(_base + end) & ~(nuint)(Kernel.PageSize - 1);
        if (first < last)
        {
            Kernel.Clear((byte*)first, last - first);
        }
    }

    /// <summary>Frees it now: only where no reader can be inside.</summary>
    public void Free()
    {
        if (_base is not null)
        {
            Kernel.Release((byte*)_base, _bytes);
            _base = null;
        }
    }

    void IRetirable.Free(nint address, long size) => Free();
}
