using System.Runtime.CompilerServices;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>A set of attribute type codes: 256 bits, a value.</summary>
internal struct TypeSet
{
    private Words _words;

    /// <summary>Adds a type; false where it was there already.</summary>
    public bool Add(byte type)
    {
        ref var word = ref _words[type >> 6];
        var bit = 1UL << type;
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    public readonly bool Contains(byte type) => (_words[type >> 6] & (1UL << type)) != 0;

    /// <summary>Whether the set holds that type and no other.</summary>
    public readonly bool IsOnly(byte type)
    {
        var only = new TypeSet();
        _ = only.Add(type);
        return ((ReadOnlySpan<ulong>)_words).SequenceEqual(only._words);
    }

    [InlineArray(4)]
    private struct Words
    {
        private ulong _first;
    }
}
