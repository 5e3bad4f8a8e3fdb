namespace Pierhead.Fabric.Announcing;

/// <summary>What is announced of the floating addresses.</summary>
/// <param name="Up">Whether they are announced at all.</param>
/// <param name="Med">MULTI_EXIT_DISC (RFC 4271 section 4.3).</param>
/// <param name="Drain">Whether with the community GRACEFUL_SHUTDOWN (RFC 8326).</param>
public sealed record VipState(bool Up, uint Med, bool Drain);

/// <summary>What was set at run time, over what the tree says. Null leaves the tree's word.</summary>
/// <param name="Penalty">Added to the MED, whoever gave that; set by who judges this machine's health while it leaves.</param>
/// <param name="Up">Set by who judges this machine's health. The tree has no word for it, and without one nothing is announced: silence is safe, an address without a node behind it is not.</param>
public sealed record VipOverlay(bool? Up, uint? Med, bool? Drain, uint? Penalty = null)
{
    public static readonly VipOverlay Nothing = new(null, null, null);

    /// <summary>Takes what is set in another.</summary>
    public VipOverlay With(VipOverlay other) => new(other.Up ?? Up, other.Med ?? Med, other.Drain ?? Drain, other.Penalty ?? Penalty);

    /// <summary>What is wanted of the speaker.</summary>
    /// <param name="tree">What the tree says of this machine.</param>
    public VipState Over(VipOverlay tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var (up, med, drain, penalty) = tree.With(this);
        return new VipState(up ?? false, (uint)Math.Min(uint.MaxValue, (ulong)(med ?? 0) + (penalty ?? 0)), drain ?? false);
    }
}
