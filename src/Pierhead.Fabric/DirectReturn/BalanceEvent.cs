using Pierhead.Model.Ids;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>What happens to a balancer.</summary>
public abstract record BalanceEvent
{
    private BalanceEvent()
    {
    }

    /// <summary>It has started.</summary>
    /// <param name="HasTable">Whether an earlier run left its table, which goes on forwarding.</param>
    public sealed record Started(bool HasTable) : BalanceEvent;

    /// <summary>The tree was read again.</summary>
    public sealed record TreeRead(BalanceTree Tree) : BalanceEvent;

    /// <summary>A node was asked.</summary>
    /// <param name="Report">Its answer; null for none.</param>
    /// <param name="Failure">Why there is none.</param>
    public sealed record Looked(string Node, NodeReport? Report, string? Failure) : BalanceEvent;

    /// <summary>Time has passed.</summary>
    public sealed record Ticked : BalanceEvent;

    /// <summary>nft has refused the last table or change: what it holds is what it held before.</summary>
    public sealed record Refused(string Reason) : BalanceEvent;

    /// <summary>A device was moved to a node, whatever nodes report, until that node reports it or <see cref="BalanceState.MoveLife"/> has passed.</summary>
    public sealed record Moved(DeviceId Device, string Node) : BalanceEvent;

    /// <summary>A device's packets are to be dropped for the moment, or no longer.</summary>
    public sealed record PacketsHeld(DeviceId Device, bool IsHeld) : BalanceEvent;
}
