using Pierhead.Routing.Prefixes;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;

namespace Pierhead.Routing.Ingest;

/// <summary>
/// Reading the NLRI. Prefixes of unicast families get their ids later, many at a time; those behind labels or route distinguishers, and
/// rules, are fewer and get them at once.
/// </summary>
internal ref partial struct BatchApplier
{
    private void Enqueue(NlriField field, int message, WorkKind kind, bool isWithdrawal)
    {
        if (field.Length == 0 || !_table.Takes(field.Family))
        {
            return;
        }

        if (field.Family != _family || !_hasFamily)
        {
            Flush();
            _hasFamily = true;
            _family = field.Family;
            _kind = field.Family.Kind();
            _prefixes = _kind == NlriKind.Prefix ? _shared.Prefixes(field.Family) : null;
        }

        var nlri = _buffer.Slice(field.Offset, field.Length);
        if (_prefixes is not null)
        {
            EnqueuePrefixes(nlri, _prefixes, message, kind);
        }
        else if (_kind == NlriKind.Labeled)
        {
            EnqueueLabeled(nlri, LabeledNlriForm.Of(field.Family, in _context, isWithdrawal), message, kind);
        }
        else
        {
            EnqueueRules(nlri, message, kind);
        }
    }

    private void EnqueuePrefixes(ReadOnlySpan<byte> nlri, PrefixDictionary prefixes, int message, WorkKind kind)
    {
        var reader = new NlriReader(nlri, prefixes.IsIPv6, _context.AddPath.Contains(_family));
        while (StoppedAt < 0)
        {
            if (_count == _work.Length)
            {
                Flush();
            }

            ref var work = ref _work[_count];
            if (!TryRead(ref reader, ref work))
            {
                return;
            }

            work.Message = (byte)message;
            work.Kind = kind;
            prefixes.Prepare(ref work);
            _count++;
        }
    }

    private static bool TryRead(ref NlriReader reader, ref PrefixWork work)
    {
        if (reader.IsIPv6)
        {
            return reader.TryReadV6(out work.High, out work.Low, out work.Length, out work.PathId);
        }

        work.Low = 0;
        var read = reader.TryReadV4(out var address, out work.Length, out work.PathId);
        work.High = (ulong)address << 32;
        return read;
    }

    private void EnqueueLabeled(ReadOnlySpan<byte> nlri, LabeledNlriForm form, int message, WorkKind kind)
    {
        var reader = new LabeledNlriReader(nlri, form);
        while (StoppedAt < 0 && reader.TryRead(out var item))
        {
            var id = kind == WorkKind.Withdraw ? Find(in item) : Intern(in item);
            uint context = 0;
            if (id != 0 && kind != WorkKind.Withdraw)
            {
                context = _labeled.Intern(_shared, _plans[message].ReachContext.Id, item.Labels);
                id = context == 0 ? 0 : id;
            }

            Add(id, item.PathId, context, message, kind);
        }
    }

    private void EnqueueRules(ReadOnlySpan<byte> nlri, int message, WorkKind kind)
    {
        var rules = _shared.Rules(_family)!;
        var reader = new FlowspecNlriReader(nlri, _context.AddPath.Contains(_family));
        while (StoppedAt < 0 && reader.TryRead(out var item))
        {
            Add(kind == WorkKind.Withdraw ? rules.Find(item.Value) : rules.Intern(item.Value), item.PathId, 0, message, kind);
        }
    }

    private readonly uint Find(in LabeledNlri item) => _shared.Vpn(_family) is { } vpn
        ? vpn.Find(item.Distinguisher, item.High, item.Low, item.Length)
        : _shared.Prefixes(_family)!.Find(item.High, item.Low, item.Length);

    private readonly uint Intern(in LabeledNlri item) => _shared.Vpn(_family) is { } vpn
        ? vpn.Intern(item.Distinguisher, item.High, item.Low, item.Length)
        : _shared.Prefixes(_family)!.Intern(item.High, item.Low, item.Length);

    /// <summary>Adds what has its id already, 0 where it is withdrawn but unknown, or there is no room.</summary>
    private void Add(uint id, uint pathId, uint context, int message, WorkKind kind)
    {
        if (_count == _work.Length)
        {
            Flush();
        }

        _work[_count++] = new PrefixWork { Id = id, PathId = pathId, Context = context, Message = (byte)message, Kind = kind };
    }
}
