namespace Pierhead.Fabric.DirectReturn;

/// <summary>What a balancer thinks of a node.</summary>
public enum NodeJudgement
{
    /// <summary>Not heard of yet, and not given up on.</summary>
    Unknown,

    In,

    /// <summary>It says itself that it takes no sessions, or is coming back.</summary>
    Out,

    /// <summary>It does not answer: what it held is placed anew.</summary>
    Dead,
}
