using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Lanes;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Slots;

/// <summary>
/// All slots of the node by key, the lane of each, and how many sessions each range has. Any thread: the acceptor enters, lanes leave,
/// the API reads.
/// </summary>
/// <param name="lanes">The lanes there are; a new slot goes to the one with the fewest.</param>
internal sealed class SlotRegistry(Func<IReadOnlyList<Lane>> lanes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionKey, SessionSlot> _slots = [];
    private readonly Dictionary<(TenantId Tenant, IpPrefix From), int> _sessionsOfRange = [];
    private readonly Dictionary<Lane, int> _slotsOfLane = [];
    private SessionSlot[]? _sorted = [];

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _slots.Count;
            }
        }
    }

    internal SessionSlot? Find(SessionKey key)
    {
        lock (_lock)
        {
            return _slots.GetValueOrDefault(key);
        }
    }

    /// <summary>All slots in the order of their keys; the same array until one comes or goes.</summary>
    internal SessionSlot[] Sorted()
    {
        lock (_lock)
        {
            if (_sorted is null)
            {
                _sorted = [.. _slots.Values];
                Array.Sort(_sorted, static (left, right) => left.Key.CompareTo(right.Key));
            }

            return _sorted;
        }
    }

    /// <summary>
    /// Adds a slot before its router comes, if there is none with its key: a configured one, or that of a range's session whose table came
    /// over a restart.
    /// </summary>
    internal void Add(SessionKey key, SlotSettings settings, AcceptRange? range = null)
    {
        lock (_lock)
        {
            if (!_slots.ContainsKey(key))
            {
                Create(key, settings, range);
            }
        }
    }

    /// <summary>
    /// Counts a connection of the one who claims it in, making the slot where a range allows. False when the range has as many
    /// sessions as it may have.
    /// </summary>
    internal bool TryEnter(in Claim claim, Ip source, Ip routerId, out SessionSlot slot)
    {
        var key = new SessionKey(claim.Device, source);
        lock (_lock)
        {
            var known = _slots.TryGetValue(key, out slot!);
            if (claim.Range is { } range && (!known || slot.Registration.Links == 0))
            {
                if (SessionsOf(range) >= range.MaxSessions)
                {
                    return false;
                }

                Charge(range, +1);
            }

            if (!known)
            {
                slot = Create(key, new SlotSettings(claim.Bgp, routerId), claim.Range);
            }

            slot.Registration.Links++;
            return true;
        }
    }

    /// <summary>A connection that had entered has ended.</summary>
    internal void Leave(SessionSlot slot)
    {
        lock (_lock)
        {
            if (--slot.Registration.Links == 0 && slot.Registration.Range is { } range)
            {
                Charge(range, -1);
            }
        }
    }

    /// <summary>The slot's entry moved into a range, out of one, or to another: its session counts there.</summary>
    internal void Move(SessionSlot slot, AcceptRange? range)
    {
        lock (_lock)
        {
            var registration = slot.Registration;
            if (registration.Links > 0)
            {
                if (registration.Range is { } from)
                {
                    Charge(from, -1);
                }

                if (range is not null)
                {
                    Charge(range, +1);
                }
            }

            registration.Range = range;
            slot.IsFromRange = range is not null;
        }
    }

    /// <summary>Forgets a slot that a range made, unless a connection has entered meanwhile.</summary>
    internal bool TryForget(SessionSlot slot)
    {
        lock (_lock)
        {
            return slot.Registration is { Links: 0, Range: not null } && Take(slot);
        }
    }

    internal void Remove(SessionSlot slot)
    {
        lock (_lock)
        {
            Take(slot);
        }
    }

    private bool Take(SessionSlot slot)
    {
        _sorted = null;
        if (!_slots.TryGetValue(slot.Key, out var held) || held != slot)
        {
            return false;
        }

        _slotsOfLane[slot.Registration.Lane]--;
        return _slots.Remove(slot.Key);
    }

    private SessionSlot Create(SessionKey key, SlotSettings settings, AcceptRange? range)
    {
        // A few full tables make a node's load: a hash of their keys may well put all of them on one lane.
        var lane = lanes().MinBy(each => _slotsOfLane.GetValueOrDefault(each))!;
        _slotsOfLane[lane] = _slotsOfLane.GetValueOrDefault(lane) + 1;
        var slot = new SessionSlot(key, settings, lane.Runtime, Leave, new SlotRegistration(lane, settings) { Range = range })
        {
            IsFromRange = range is not null,
        };
        _slots.Add(key, slot);
        _sorted = null;
        lane.Post(slot, () => lane.Adopt(slot));
        return slot;
    }

    private int SessionsOf(AcceptRange range) => _sessionsOfRange.GetValueOrDefault((range.Tenant, range.From));

    private void Charge(AcceptRange range, int change) =>
        _sessionsOfRange[(range.Tenant, range.From)] = SessionsOf(range) + change;
}
