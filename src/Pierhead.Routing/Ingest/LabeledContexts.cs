using Pierhead.Routing.Interning;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Tables;

namespace Pierhead.Routing.Ingest;

/// <summary>
/// The hop contexts of routes with labels: that of their message with the label stack of the NLRI in it. Labels often repeat from one
/// NLRI to the next, so the last answer is kept. One thread.
/// </summary>
internal sealed class LabeledContexts
{
    // A context has at most its head, a next hop, an originator, a cluster list as long as an attribute, and the labels.
    private readonly byte[] _octets = new byte[ushort.MaxValue + 512];
    private readonly byte[] _labels = new byte[byte.MaxValue];
    private int _labelsLength;
    private uint _base;
    private uint _context;

    /// <summary>Forgets the last answer: its context may be gone when the next batch comes.</summary>
    public void Begin() => _base = 0;

    /// <summary>The id of a message's context with labels; 0 where there is no room, or it is longer than can be kept.</summary>
    public uint Intern(SharedTables shared, uint context, ReadOnlySpan<byte> labels)
    {
        if (context == _base && labels.SequenceEqual(_labels.AsSpan(0, _labelsLength)))
        {
            return _context;
        }

        var octets = shared.Contexts[context];
        if (HopContext.BoundWithLabels(octets) > ushort.MaxValue)
        {
            return 0;
        }

        var value = _octets.AsSpan(0, HopContext.WithLabels(octets, labels, _octets));
        var hash = KeyedHash.Of(value);
        _context = shared.Contexts.Intern(value, hash, shared.Contexts.Candidate(hash));
        _base = _context == 0 ? 0 : context;
        labels.CopyTo(_labels);
        _labelsLength = labels.Length;
        if (_context != 0 && shared.Marks is { } marks)
        {
            marks.Contexts.Set(_context);
        }

        return _context;
    }
}
