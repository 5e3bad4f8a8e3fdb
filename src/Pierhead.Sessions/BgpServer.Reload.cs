using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Admission;
using Pierhead.Sessions.Linux;
using Pierhead.Sessions.Slots;

namespace Pierhead.Sessions;

/// <summary>A changed tree touches only the sessions whose own settings changed.</summary>
public sealed partial class BgpServer
{
    /// <summary>
    /// Takes another configuration: removed sessions get Cease 6/3 and lose their tables, those with other settings get Cease 6/6
    /// and keep theirs, stale; others do not notice. Listening addresses and the router id stay as they were started with.
    /// </summary>
    public void Apply(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        lock (_lifecycle)
        {
            if (!_running || _stopped)
            {
                throw new InvalidOperationException("Apply is for a server that runs.");
            }

            WarnOfWhatNeedsARestart(configuration);
            var changes = default(Changes);
            _acceptor!.Invoke(() => changes = ApplyOnAcceptor(configuration));
            Applied(_logger, changes.Added, changes.Changed, changes.Removed);
        }
    }

    /// <summary>
    /// On the acceptor's thread. Keys come first, then what waits is judged by the old configuration: a connection that came
    /// unsigned before a password was set must not be taken for one under the new.
    /// </summary>
    private Changes ApplyOnAcceptor(Configuration configuration)
    {
        var acceptor = _acceptor!;
        foreach (var (source, error) in acceptor.Keys.Apply(Md5KeyPlan.Of(configuration)))
        {
            KeyNotSet(_logger, source, Errno.Text(error));
        }

        acceptor.Drain();
        acceptor.Configuration = configuration;
        UnknownRouters.Forget(address => configuration.TryClaim(address, out _));
        return ApplyToSlots(configuration);
    }

    private Changes ApplyToSlots(Configuration configuration)
    {
        var expected = Expected(configuration);
        int added = 0, changed = 0, removed = 0;
        foreach (var slot in _registry.Sorted())
        {
            if (expected.Remove(slot.Key, out var settings))
            {
                _registry.Move(slot, range: null);
            }
            else if (!TryFromRange(configuration, slot, out settings))
            {
                removed++;
                _registry.Remove(slot);
                slot.Registration.Lane.Post(slot, () => slot.Registration.Lane.Remove(slot));
                continue;
            }

            if (slot.Registration.Settings != settings)
            {
                changed++;
                slot.Registration.Settings = settings!;
                slot.Registration.Lane.Post(slot, () => slot.Configure(settings!));
            }
        }

        foreach (var (key, settings) in expected)
        {
            added++;
            _registry.Add(key, settings);
        }

        return new Changes(added, changed, removed);
    }

    /// <summary>Whether the slot belongs to a range of the configuration; keeps the count of ranges right on the way.</summary>
    private bool TryFromRange(Configuration configuration, SessionSlot slot, out SlotSettings? settings)
    {
        settings = null;
        if (!configuration.TryClaim(slot.Key.Address, out var claim) || claim.Device != slot.Key.Device || claim.Range is null)
        {
            return false;
        }

        settings = new SlotSettings(claim.Bgp, _routerId);
        _registry.Move(slot, claim.Range);
        return true;
    }

    private Dictionary<SessionKey, SlotSettings> Expected(Configuration configuration)
    {
        var expected = new Dictionary<SessionKey, SlotSettings>();
        foreach (var device in configuration.Devices)
        {
            if (!device.HasSessions)
            {
                continue;
            }

            var settings = new SlotSettings(device.Bgp, _routerId);
            foreach (var address in device.Addresses)
            {
                expected.Add(new SessionKey(device.Id, address), settings);
            }
        }

        return expected;
    }

    private void WarnOfWhatNeedsARestart(Configuration configuration)
    {
        var before = _started!.Node;
        if (!before.BgpListen.AsSpan().SequenceEqual(configuration.Node.BgpListen.AsSpan()))
        {
            NeedsRestart(_logger, "bgp.listen");
        }

        if (_routerId != configuration.Node.RouterId)
        {
            NeedsRestart(_logger, "bgp.router_id");
        }
    }

    private readonly record struct Changes(int Added, int Changed, int Removed);
}
