using System.Collections.Immutable;

namespace Pierhead.Fabric.Applying;

/// <summary>What applying would do: put what is not in place, in order, then take away what is wanted no more, the last first.</summary>
/// <param name="Put">Resources that are not in place.</param>
/// <param name="Removed">Those of before that are not among the wanted ones.</param>
public sealed record FabricChange(ImmutableArray<Resource> Put, ImmutableArray<AppliedResource> Removed)
{
    public bool IsEmpty => Put.IsEmpty && Removed.IsEmpty;

    /// <summary>Compares what is wanted with what is there, not with what was said to have been done: what somebody changed by hand is put right.</summary>
    public static FabricChange Find(IMachineSystem system, FabricManifest former, ImmutableArray<Resource> wanted)
    {
        var keys = wanted.Select(resource => resource.Key).ToHashSet(StringComparer.Ordinal);
        return new FabricChange(
            [.. wanted.Where(resource => !resource.IsInPlace(system))],
            [.. former.Resources.Where(applied => !keys.Contains(applied.Resource.Key)).Reverse()]);
    }
}
