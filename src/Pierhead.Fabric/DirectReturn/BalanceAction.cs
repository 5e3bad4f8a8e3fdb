namespace Pierhead.Fabric.DirectReturn;

/// <summary>What a balancer is to do.</summary>
public abstract record BalanceAction
{
    private BalanceAction()
    {
    }

    /// <summary>Make the kernel's table <paramref name="To"/>, in one transaction.</summary>
    /// <param name="From">What it is; null when that is not known, and the whole table is to be written.</param>
    /// <param name="Forget">Whether learned flows are forgotten.</param>
    public sealed record Apply(ForwardingTable? From, ForwardingTable To, bool Forget) : BalanceAction;

    /// <summary>Have the floating address announced, or not.</summary>
    public sealed record Announce(bool IsUp) : BalanceAction;

    /// <summary>Tell the operator.</summary>
    public sealed record Note(string Sentence) : BalanceAction;
}
