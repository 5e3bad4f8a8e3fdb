using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Prefixes;

/// <summary>
/// The hash slots of a prefix dictionary: open addressing, each slot 8 bits of the hash and a 24-bit id, 0 for empty. Replaced
/// whole when it grows, so that a reader works on one array from beginning to end. Its length is any number: one that doubled would
/// stand half empty half of the time, and at a million prefixes that is megabytes.
/// </summary>
internal sealed class PrefixSlots
{
    public const uint IdMask = 0xFF_FFFF;

    /// <summary>A slot whose prefix was removed: never empty, so that probing goes on, and never an id.</summary>
    public const uint Removed = 0xFF00_0000;

    public PrefixSlots(long length)
    {
        Region = new Region<uint>(length);
        Region.Populate(0, length);
        Length = (ulong)length;
    }

    public Region<uint> Region { get; }

    public ulong Length { get; }

    /// <summary>Slots that are not empty; written under the dictionary's lock.</summary>
    public long Used { get; set; }

    /// <summary>Three quarters: a prefix that is there is found in the second or third slot on average, one that is not in the eighth, within a line.</summary>
    public bool IsFull => Used * 4 >= (long)Length * 3;

    public static uint Tag(ulong hash) => (uint)(hash >> 56) << 24;

    /// <summary>Where probing for a hash begins: its lower half, as a fraction of the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long First(ulong hash) => (long)(((uint)hash * Length) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(long at) => ++at == (long)Length ? 0 : at;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong hash) => Region.Prefetch(First(hash));
}
