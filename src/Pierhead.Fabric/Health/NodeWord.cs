namespace Pierhead.Fabric.Health;

/// <summary>What another node answered, the better the greater.</summary>
public enum NodeWord
{
    /// <summary>No connection was made, and none refused: its machine is not there.</summary>
    NotReached,

    /// <summary>Its machine is there, and does not say how the node is.</summary>
    Silent,
    Out,
    Drained,
    In,
}
