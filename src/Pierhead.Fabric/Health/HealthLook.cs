using System.Collections.Immutable;

namespace Pierhead.Fabric.Health;

/// <summary>What one look saw.</summary>
/// <param name="Problems">What is wrong with the node, a sentence each; none where it is well.</param>
/// <param name="Others">How the other nodes are; null where <see cref="HealthMachine.NeedsOthers"/> did not want to know.</param>
public sealed record HealthLook(ImmutableArray<string> Problems, HealthOthers? Others = null)
{
    public bool IsWell => Problems.IsEmpty;
}

/// <summary>How the other nodes of the plan are, by their own word.</summary>
/// <param name="In">Those that are in. One that is drained, or does not answer, is not.</param>
/// <param name="OutBefore">Those that answer that they are out, and stand before this node in the plan: they are called back before it.</param>
public sealed record HealthOthers(int In, int OutBefore);
