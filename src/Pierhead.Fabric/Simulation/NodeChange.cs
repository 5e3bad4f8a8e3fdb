namespace Pierhead.Fabric.Simulation;

/// <summary>What an operator does to one node.</summary>
public enum NodeChange
{
    /// <summary>One more node.</summary>
    Add,

    /// <summary>It gets no new sessions.</summary>
    Drain,

    /// <summary>It is no longer there.</summary>
    Remove,
}
