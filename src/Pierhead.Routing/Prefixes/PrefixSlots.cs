using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Prefixes;

/// <summary>
/// The hash slots of a prefix dictionary: open addressing, each slot 8 bits of the hash and a 24-bit id, 0 for empty. Replaced
/// whole when it grows, so that a reader works on one array from beginning to end.
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
        Mask = (ulong)length - 1;
    }

    public Region<uint> Region { get; }

    public ulong Mask { get; }

    /// <summary>Slots that are not empty; written under the dictionary's lock.</summary>
    public long Used { get; set; }

    public static uint Tag(ulong hash) => (uint)(hash >> 56) << 24;
}
