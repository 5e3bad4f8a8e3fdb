using Pierhead.Routing.Interning;
using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Ingest;

/// <summary>
/// One layer of a message's attributes on its way to an id: where its canonical octets lie (in the receive buffer, where they came
/// in canonical form, else in the scratch buffer), and what was found so far.
/// </summary>
internal struct LayerRef
{
    private ulong _hash;
    private int _offset;
    private int _length;
    private bool _isPresent;
    private bool _isScratch;

    /// <summary>The candidate, then the id; 0 for an absent layer.</summary>
    public uint Id { get; private set; }

    /// <summary>First step: hash, and the slot's line asked for.</summary>
    public void Plan(ReadOnlySpan<byte> source, int offset, int length, bool isScratch, InternedBytes store)
    {
        _offset = offset;
        _length = length;
        _isScratch = isScratch;
        _isPresent = true;
        _hash = KeyedHash.Of(source.Slice(offset, length));
        store.Prefetch(_hash);
    }

    /// <summary>Second step: reads the slot, and asks for the line of what it names.</summary>
    public void PickCandidate(InternedBytes store)
    {
        if (_isPresent)
        {
            Id = store.Candidate(_hash);
        }
    }

    /// <summary>Third step: the id; false where there is no room for a new one.</summary>
    public bool Intern(ReadOnlySpan<byte> buffer, ReadOnlySpan<byte> scratch, InternedBytes store)
    {
        if (!_isPresent)
        {
            return true;
        }

        Id = store.Intern((_isScratch ? scratch : buffer).Slice(_offset, _length), _hash, Id);
        return Id != 0;
    }
}
