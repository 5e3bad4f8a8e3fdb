using System.Diagnostics.CodeAnalysis;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// Puts a RIB record together entry by entry, for <see cref="MrtWriter.WriteRib(uint, RibRecordBuilder)"/>; used again for the next.
/// Single writer.
/// </summary>
public sealed class RibRecordBuilder
{
    /// <summary>The most entries a record has room for.</summary>
    public const int MaximumCount = ushort.MaxValue;

    private readonly OctetWriter _octets = new();
    private int _countOffset;
    private uint? _pathId;
    private bool _entriesHavePathId;

    public RibSubtype Subtype { get; private set; }

    /// <summary>Entries of the record so far.</summary>
    public int Count { get; private set; }

    /// <summary>Octets of the record so far, without the header of every MRT record.</summary>
    public int Length => _octets.Length;

    /// <summary>The record's message.</summary>
    internal ReadOnlySpan<byte> Message => _octets.Written;

    /// <summary>Begins a record; what was built before is gone.</summary>
    /// <exception cref="ArgumentException">The NLRI are not one NLRI of the family, or the subtype does not go with it.</exception>
    public void Begin(in RibHead head)
    {
        if (head.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(head));
        }

        _octets.Clear();
        head.WriteTo(_octets);
        _countOffset = _octets.Length;
        _octets.UInt16(0);
        (_pathId, _entriesHavePathId) = (head.PathId, head.EntriesHavePathId);
        Subtype = head.Subtype;
        Count = 0;
    }

    /// <summary>Forgets the record.</summary>
    public void Clear()
    {
        _octets.Clear();
        Count = 0;
    }

    /// <summary>Adds an entry.</summary>
    /// <exception cref="ArgumentException">Its path identifier has no place in the record, or it is one entry too many.</exception>
    public void Add(scoped in RibEntry entry)
    {
        if (Count == MaximumCount)
        {
            Reject($"a RIB record has room for {MaximumCount} entries");
        }

        if (!_entriesHavePathId && entry.PathId != (_pathId ?? 0))
        {
            Reject("the entry's path identifier is not the record's");
        }

        _octets.UInt16(entry.PeerIndex);
        _octets.UInt32(entry.Originated);
        if (_entriesHavePathId)
        {
            _octets.UInt32(entry.PathId);
        }

        _octets.UInt16(OctetWriter.Length16(entry.Attributes));
        _octets.Octets(entry.Attributes);
        Count++;
        _octets.UInt16At(_countOffset, (ushort)Count);
    }

    [DoesNotReturn]
    private static void Reject(string reason) => throw new ArgumentException(reason);
}
