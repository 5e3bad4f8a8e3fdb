using System.Runtime.CompilerServices;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Wire.Bgp.Update;

/// <summary>
/// Where the attributes of an UPDATE lie in its body, by type code: a value, filled by one walk. It holds the attributes of
/// <see cref="AttributeTable"/> that are usable: one that was discarded is absent, and so is a COMMUNITIES with the Partial
/// bit, which is kept whole among <see cref="UpdateMessage.Others"/> because its flags would be lost here.
/// </summary>
public struct AttributeIndex
{
    private Slots _slots;

    /// <summary>A bit for each type code that is present (all of the table are below 64).</summary>
    public ulong Present { get; private set; }

    /// <summary>ORIGIN's value, meaningful where it is present.</summary>
    public byte Origin { get; internal set; }

    /// <summary>MULTI_EXIT_DISC's value, meaningful where it is present.</summary>
    public uint Med { get; internal set; }

    /// <summary>LOCAL_PREF's value, meaningful where it is present.</summary>
    public uint LocalPref { get; internal set; }

    public readonly bool Has(byte type) => type <= AttributeTable.GreatestType && (Present & (1UL << type)) != 0;

    /// <summary>Offset in the body of the attribute's value; meaningless where it is absent.</summary>
    public readonly int Offset(byte type) => _slots[type].Offset;

    /// <summary>Octets of the attribute's value; meaningless where it is absent.</summary>
    public readonly int Length(byte type) => _slots[type].Length;

    /// <summary>The flags as they came; meaningless where it is absent.</summary>
    public readonly byte Flags(byte type) => _slots[type].Flags;

    internal void Set(byte type, byte flags, int offset, int length)
    {
        Present |= 1UL << type;
        _slots[type] = new Slot((ushort)offset, (ushort)length, flags);
    }

    private readonly record struct Slot(ushort Offset, ushort Length, byte Flags);

    [InlineArray(AttributeTable.GreatestType + 1)]
    private struct Slots
    {
        private Slot _first;
    }
}
