namespace Pierhead.Fabric.Health;

/// <summary>
/// Judges a node by its looks, with hysteresis and a floor: a pure function, stepped once a look.
/// <para>
/// The floor: a node leaves only while at least so many others are in, by their own word. Two that leave at the same moment each see the other in; so a
/// node that left looks again, and the first of them in the plan comes back. In the announced modes that is before the address is withdrawn.
/// </para>
/// </summary>
public static class HealthMachine
{
    /// <summary>Whether the next step has to know how the others are.</summary>
    public static bool NeedsOthers(HealthState state, bool isWell, HealthRules rules)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rules);
        return !isWell && state.Standing switch
        {
            HealthStanding.In => state.Bad + 1 >= rules.Fall,
            HealthStanding.Leaving => true,
            _ => state.HasLeft,
        };
    }

    /// <summary>One look further.</summary>
    /// <returns>The state after it, and a sentence for the log where the standing changed, or what holds it there.</returns>
    public static (HealthState State, string? Change) Step(HealthState state, HealthLook look, HealthRules rules)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(rules);
        var next = (look.IsWell, state.Standing) switch
        {
            (true, HealthStanding.In) => state with { Good = 0, Bad = 0, Reason = null, IsHeld = false },
            (true, HealthStanding.Leaving) => state with { Standing = HealthStanding.Out, Good = 1 },
            (true, _) => Rise(state, rules),
            (false, HealthStanding.In) => Fall(state, look, rules),
            _ => Outside(state, look, rules),
        };
        return (next, Change(state, next));
    }

    private static HealthState Rise(HealthState state, HealthRules rules) => state.Good + 1 >= rules.Rise
        ? new HealthState(HealthStanding.In, 0, 0, HasLeft: true, Reason: null, IsHeld: false)
        : state with { Good = state.Good + 1, Reason = state.HasLeft ? state.Reason : "starting" };

    private static HealthState Fall(HealthState state, HealthLook look, HealthRules rules)
    {
        // At the threshold it stays at the threshold: a node that is held asks again at every look.
        var bad = Math.Min(state.Bad + 1, rules.Fall);
        if (bad < rules.Fall)
        {
            return state with { Bad = bad };
        }

        return look.Others is { } others && others.In >= rules.Floor
            ? new HealthState(rules.LeavesInSteps ? HealthStanding.Leaving : HealthStanding.Out, 0, 0, HasLeft: true, Words(look), IsHeld: false)
            : state with { Bad = rules.Fall - 1, Reason = Held(look, rules), IsHeld = true };
    }

    private static HealthState Outside(HealthState state, HealthLook look, HealthRules rules)
    {
        var missing = state.HasLeft && look.Others is { } others ? rules.Floor - others.In : 0;
        return missing > 0 && look.Others!.OutBefore < missing
            ? state with { Standing = HealthStanding.In, Good = 0, Bad = rules.Fall - 1, Reason = Held(look, rules), IsHeld = true }
            : state with { Standing = HealthStanding.Out, Good = 0, Reason = Words(look) };
    }

    private static string Held(HealthLook look, HealthRules rules) =>
        $"{Words(look)}; in all the same: {look.Others?.In ?? 0} other nodes are in, and the floor is {rules.Floor}";

    private static string Words(HealthLook look) => string.Join("; ", look.Problems);

    private static string? Change(HealthState before, HealthState after)
    {
        if (before.Standing == after.Standing && before.IsHeld == after.IsHeld)
        {
            return null;
        }

        return (before.Standing, after.Standing) switch
        {
            (HealthStanding.In, HealthStanding.In) => after.IsHeld ? $"stays in: {after.Reason}" : "is well again, and in",
            (_, HealthStanding.In) => after.IsHeld ? $"back in: {after.Reason}" : "in",
            (_, HealthStanding.Leaving) => $"leaves: {after.Reason}",
            _ => $"out: {after.Reason}",
        };
    }
}
