using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Placement;

/// <summary>Places each source address for itself: two addresses of one router may land apart. Immutable.</summary>
public interface ISourcePlacement
{
    /// <summary>Where a new session from this address lands.</summary>
    /// <returns>An index into the nodes that the placement was made of; -1 when none of them gets new sessions.</returns>
    int NodeOf(Ip source);
}
