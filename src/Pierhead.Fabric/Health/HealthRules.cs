using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Health;

/// <summary>What the tree says of judging a node.</summary>
/// <param name="Fall">Bad looks in a row until it leaves.</param>
/// <param name="Rise">Good looks in a row until it is in.</param>
/// <param name="Floor">Other nodes that must be in before it leaves.</param>
/// <param name="LeavesInSteps">Whether it leaves by <see cref="HealthStanding.Leaving"/>: where it announces the address itself.</param>
public sealed record HealthRules(int Fall, int Rise, int Floor, bool LeavesInSteps)
{
    public static HealthRules Of(FabricPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new(plan.Health.Fall, plan.Health.Rise, plan.Health.Floor, plan.Mode is FabricMode.AnnouncedMask or FabricMode.AnnouncedHash);
    }
}
