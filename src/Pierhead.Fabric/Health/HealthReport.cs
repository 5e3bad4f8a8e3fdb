using System.Collections.Immutable;

namespace Pierhead.Fabric.Health;

/// <summary>What a node says of itself at <c>GET /v1/node</c>.</summary>
/// <param name="State"><c>in</c>, <c>out</c> or <c>drained</c>.</param>
/// <param name="Reason">Why it is out, or is in only because of the floor; else null.</param>
/// <param name="Weight">For new sessions: 0 unless it is in.</param>
/// <param name="Sessions">Established ones.</param>
/// <param name="Routes">Paths of these.</param>
/// <param name="Holds">The established sessions.</param>
public sealed record HealthReport(
    string Name, string State, string? Reason, int Weight, int Sessions, long Routes, ImmutableArray<HeldSession> Holds)
{
    public const string In = "in";
    public const string Out = "out";
    public const string Drained = "drained";

    /// <summary>The word for a state: a node that is out says so, drained or not.</summary>
    public static string Word(HealthState state, bool isDrained)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Standing != HealthStanding.In ? Out : isDrained ? Drained : In;
    }
}

/// <summary>An established session.</summary>
/// <param name="Routes">Paths held of it, all families.</param>
/// <param name="Since">When it was established.</param>
public sealed record HeldSession(string Tenant, string Device, string Address, long Routes, DateTimeOffset? Since);
