using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Health;

/// <summary>What the tree says of judging a node.</summary>
/// <param name="Fall">Bad looks in a row until it leaves.</param>
/// <param name="Rise">Good looks in a row until it is in.</param>
/// <param name="Floor">Other nodes that must be in before it leaves.</param>
/// <param name="Silence">Looks in a row without an answer until another node is taken for out, whose machine is there.</param>
/// <param name="LeavesInSteps">Whether it leaves by <see cref="HealthStanding.Leaving"/>: where it announces the address itself.</param>
public sealed record HealthRules(int Fall, int Rise, int Floor, int Silence, bool LeavesInSteps)
{
    /// <summary>With masks it costs the sessions of a node to be taken for out, and a viphealth that is started again is silent for some looks.</summary>
    private const int PatienceWithMasks = 3;

    public static HealthRules Of(FabricPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var health = plan.Health;
        var silence = plan.Mode == FabricMode.AnnouncedMask ? health.Fall * PatienceWithMasks : health.Fall;
        return new(health.Fall, health.Rise, health.Floor, silence, plan.Mode.SpreadsOnNodes());
    }
}
