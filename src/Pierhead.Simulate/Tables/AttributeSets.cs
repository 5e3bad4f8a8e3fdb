namespace Pierhead.Simulate.Tables;

/// <summary>
/// The distinct attribute sets of a table: encoded as an iBGP session of four-octet AS numbers carries them, by ascending type code,
/// without NEXT_HOP, MP_REACH_NLRI, ORIGINATOR_ID and CLUSTER_LIST, which differ by router and are added when messages are
/// prepared. Each set says which of its router's next hops it goes with. Immutable once the table is built.
/// </summary>
public sealed class AttributeSets
{
    /// <summary>More distinct next hops than this no table asks of its router.</summary>
    public const int NextHopSlots = 32;

    /// <summary>Octets of the longest set: a message of 4,096 octets then has room for the router's own attributes and some prefixes.</summary>
    public const int MaximumLength = 3600;

    private readonly Dictionary<ulong, List<int>> _byHash = [];
    private readonly List<(int Offset, ushort Length, byte Slot)> _sets = [];
    private byte[] _octets = new byte[1 << 16];
    private int _used;

    public int Count => _sets.Count;

    /// <summary>The set's attributes.</summary>
    public ReadOnlySpan<byte> Octets(int set)
    {
        var (offset, length, _) = _sets[set];
        return _octets.AsSpan(offset, length);
    }

    /// <summary>Which of its router's next hops the set goes with: 0 to <see cref="NextHopSlots"/> - 1, taken modulo those it has.</summary>
    public int NextHopSlot(int set) => _sets[set].Slot;

    /// <summary>The index of the set with these octets and slot, added where there is none yet.</summary>
    internal int Intern(ReadOnlySpan<byte> octets, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(octets.Length, MaximumLength);
        var hash = Hash(octets, slot);
        if (!_byHash.TryGetValue(hash, out var same))
        {
            _byHash.Add(hash, same = []);
        }

        foreach (var candidate in same)
        {
            if (_sets[candidate].Slot == slot && Octets(candidate).SequenceEqual(octets))
            {
                return candidate;
            }
        }

        if (_used + octets.Length > _octets.Length)
        {
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _used + octets.Length));
        }

        octets.CopyTo(_octets.AsSpan(_used));
        _sets.Add((_used, checked((ushort)octets.Length), checked((byte)slot)));
        _used += octets.Length;
        same.Add(_sets.Count - 1);
        return _sets.Count - 1;
    }

    /// <summary>Lets go of what only building needs.</summary>
    internal void Seal()
    {
        _byHash.Clear();
        _byHash.TrimExcess();
        Array.Resize(ref _octets, _used);
    }

    private static ulong Hash(ReadOnlySpan<byte> octets, int slot)
    {
        var hash = SeededRandom.Mix((ulong)slot, (ulong)octets.Length);
        while (octets.Length >= 8)
        {
            hash = SeededRandom.Mix(hash, BitConverter.ToUInt64(octets));
            octets = octets[8..];
        }

        foreach (var octet in octets)
        {
            hash = SeededRandom.Mix(hash, octet);
        }

        return hash;
    }
}
