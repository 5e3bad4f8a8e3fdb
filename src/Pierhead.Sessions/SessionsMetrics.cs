using System.Diagnostics.Metrics;
using Pierhead.Model.Ids;
using Pierhead.Sessions.Admission;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Linux;
using Pierhead.Sessions.Slots;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions;

/// <summary>The instruments of the meter <c>Pierhead.Sessions</c>. No label grows with addresses or prefixes; counting allocates nothing.</summary>
internal sealed class SessionsMetrics
{
    internal const string MeterName = "Pierhead.Sessions";

    private const int CodeCount = 9;
    private const int SubcodeCount = 12;

    private static readonly string[] Codes =
        [.. Enumerable.Range(0, CodeCount * SubcodeCount).Select(i => $"{i / SubcodeCount}/{i % SubcodeCount}")];

    private static readonly string[] Scopes = ["none", "discard_attribute", "treat_as_withdraw", "disable_family", "reset_session"];
    private static readonly string[] Reasons = ["unclaimed", "range_full", "held_off", "gtsm", "removed", "no_key"];

    private readonly Counter<long> _updates;
    private readonly Counter<long> _updateFaults;
    private readonly Counter<long> _flaps;
    private readonly Counter<long> _notifications;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _routeRefreshes;
    private readonly Counter<long> _input;
    private int _established;

    internal SessionsMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        Meter = meter;
        _updates = meter.CreateCounter<long>("pierhead.updates.received", "{message}", "UPDATE messages received");
        _updateFaults = meter.CreateCounter<long>("pierhead.update.faults", "{message}", "UPDATE messages with a fault, by its RFC 7606 scope");
        _flaps = meter.CreateCounter<long>("pierhead.session.flaps", "{session}", "Established sessions that were lost");
        _notifications = meter.CreateCounter<long>("pierhead.notifications", "{message}", "NOTIFICATION messages, by code/subcode");
        _rejected = meter.CreateCounter<long>("pierhead.connections.rejected", "{connection}", "Connections that were not taken");
        _routeRefreshes = meter.CreateCounter<long>("pierhead.route.refreshes.received", "{message}", "ROUTE-REFRESH messages received");
        _input = meter.CreateCounter<long>("pierhead.sessions.input", "By", "Octets received from routers");
    }

    internal Meter Meter { get; }

    internal int Established => Volatile.Read(ref _established);

    internal static KeyValuePair<string, object?> Tag(TenantId tenant) => new("tenant", tenant.Name);

    /// <summary>What is read when it is asked for: sessions by state, strangers, drops of the kernel.</summary>
    internal void Observe(SlotRegistry registry, UnknownRouters unknown)
    {
        Meter.CreateObservableGauge("pierhead.sessions", () => ByState(registry), "{session}", "Sessions by tenant and state");
        Meter.CreateObservableGauge("pierhead.unknown.routers", () => unknown.Count, "{router}", "Strangers remembered");
        Meter.CreateObservableCounter(
            "pierhead.tcp.md5.drops", Md5Drops, "{segment}", "Segments the kernel dropped for their TCP MD5 signature, in this network namespace");
    }

    internal void Updates(in KeyValuePair<string, object?> tenant, int count) => _updates.Add(count, tenant);

    internal void UpdateFaults(FaultScope scope, int count) => _updateFaults.Add(count, new KeyValuePair<string, object?>("scope", Scopes[(int)scope]));

    internal void Flap(TenantId tenant) => _flaps.Add(1, Tag(tenant));

    internal void RouteRefreshReceived(TenantId tenant) => _routeRefreshes.Add(1, Tag(tenant));

    internal void Notification(bool received, byte code, byte subcode)
    {
        // A router chooses code and subcode: what is not defined shares one label.
        var label = code < CodeCount && subcode < SubcodeCount ? Codes[(code * SubcodeCount) + subcode] : "other";
        _notifications.Add(
            1,
            new KeyValuePair<string, object?>("direction", received ? "received" : "sent"),
            new KeyValuePair<string, object?>("code", label));
    }

    internal void Rejected(RejectReason reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", Reasons[(int)reason]));

    internal void Input(long octets) => _input.Add(octets);

    internal void EstablishedChanged(int change)
    {
        if (change != 0)
        {
            Interlocked.Add(ref _established, change);
        }
    }

    private static List<Measurement<int>> ByState(SlotRegistry registry)
    {
        var counts = new SortedDictionary<TenantId, int[]>();
        foreach (var slot in registry.Sorted())
        {
            if (!counts.TryGetValue(slot.Key.Tenant, out var states))
            {
                counts.Add(slot.Key.Tenant, states = new int[BgpStates.Count]);
            }

            states[(int)slot.State]++;
        }

        var result = new List<Measurement<int>>(counts.Count * BgpStates.Count);
        foreach (var (tenant, states) in counts)
        {
            for (var state = 0; state < states.Length; state++)
            {
                result.Add(new Measurement<int>(
                    states[state], Tag(tenant), new KeyValuePair<string, object?>("state", ((BgpState)state).Name())));
            }
        }

        return result;
    }

    private static Measurement<long>[] Md5Drops()
    {
        var counters = TcpMd5Counters.Read();
        return
        [
            new(counters.NotFound, new KeyValuePair<string, object?>("reason", "unsigned")),
            new(counters.Unexpected, new KeyValuePair<string, object?>("reason", "unexpected")),
            new(counters.Failure, new KeyValuePair<string, object?>("reason", "wrong_key")),
        ];
    }
}
