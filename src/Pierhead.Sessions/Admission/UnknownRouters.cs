using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Admission;

/// <summary>The strangers of late, so that an operator can onboard them: bounded, the longest unseen goes first. Any thread.</summary>
public sealed class UnknownRouters
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly int _limit;
    private readonly Dictionary<Ip, LinkedListNode<Entry>> _byAddress = [];
    private readonly LinkedList<Entry> _byAge = new();

    internal UnknownRouters(int limit) => _limit = limit;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byAddress.Count;
            }
        }
    }

    /// <summary>All of them, the one seen last first.</summary>
    public IReadOnlyList<UnknownRouter> Snapshot()
    {
        lock (_lock)
        {
            var result = new UnknownRouter[_byAge.Count];
            var at = 0;
            for (var node = _byAge.Last; node is not null; node = node.Previous)
            {
                var entry = node.Value;
                result[at++] = new UnknownRouter(entry.Address, entry.Attempts, entry.FirstSeen, entry.LastSeen, entry.Asn);
            }

            return result;
        }
    }

    /// <summary>Records an attempt; true when a log line about this address is due: one a minute at most.</summary>
    internal bool Record(Ip address, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_byAddress.TryGetValue(address, out var node))
            {
                _byAge.Remove(node);
            }
            else
            {
                MakeRoom();
                node = new LinkedListNode<Entry>(new Entry(address, now));
                _byAddress.Add(address, node);
            }

            _byAge.AddLast(node);
            return node.Value.Seen(now);
        }
    }

    /// <summary>The address turned out to be of this AS.</summary>
    internal void Learn(Ip address, Asn asn)
    {
        lock (_lock)
        {
            if (_byAddress.TryGetValue(address, out var node))
            {
                node.Value.Asn = asn;
            }
        }
    }

    /// <summary>A reload has given it an owner.</summary>
    internal void Forget(Func<Ip, bool> isClaimed)
    {
        lock (_lock)
        {
            for (var node = _byAge.First; node is not null;)
            {
                var next = node.Next;
                if (isClaimed(node.Value.Address))
                {
                    _byAge.Remove(node);
                    _byAddress.Remove(node.Value.Address);
                }

                node = next;
            }
        }
    }

    private void MakeRoom()
    {
        if (_byAddress.Count >= _limit && _byAge.First is { } oldest)
        {
            _byAge.RemoveFirst();
            _byAddress.Remove(oldest.Value.Address);
        }
    }

    private sealed class Entry(Ip address, DateTimeOffset firstSeen)
    {
        private DateTimeOffset _lastLine = DateTimeOffset.MinValue;

        internal Ip Address { get; } = address;

        internal DateTimeOffset FirstSeen { get; } = firstSeen;

        internal DateTimeOffset LastSeen { get; private set; }

        internal long Attempts { get; private set; }

        internal Asn? Asn { get; set; }

        internal bool Seen(DateTimeOffset now)
        {
            Attempts++;
            LastSeen = now;
            if (now - _lastLine < LineEvery)
            {
                return false;
            }

            _lastLine = now;
            return true;
        }
    }
}
