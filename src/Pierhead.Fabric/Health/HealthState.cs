namespace Pierhead.Fabric.Health;

/// <summary>What <see cref="HealthMachine"/> remembers between two looks. Immutable.</summary>
/// <param name="Good">Good looks in a row, counted while it is not in.</param>
/// <param name="Bad">Bad looks in a row, counted while it is in.</param>
/// <param name="HasLeft">Whether it was in before: only such a node is called back by the floor. One that never was well has nothing to offer.</param>
/// <param name="Reason">Why it is not in, or is in against its looks; null where all is well.</param>
/// <param name="IsHeld">Whether it is in only because of the floor.</param>
public sealed record HealthState(HealthStanding Standing, int Good, int Bad, bool HasLeft, string? Reason, bool IsHeld)
{
    /// <summary>A machine that starts: out, until it was looked at.</summary>
    public static readonly HealthState First = new(HealthStanding.Out, 0, 0, HasLeft: false, "not looked at yet", IsHeld: false);
}
