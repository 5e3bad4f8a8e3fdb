namespace Pierhead.Fabric.Announcing;

/// <summary>Who speaks BGP to the router in our name.</summary>
public interface IVipSpeaker
{
    /// <summary>Lets the router know a state. Saying it again costs nothing where the speaker has it already.</summary>
    /// <returns>Null when the speaker has it; else why not, and it is said again later.</returns>
    Task<string?> ShowAsync(VipState state, CancellationToken cancel);

    /// <summary>Whether it is there, between two states.</summary>
    /// <returns>Null when it is; else why not: when it is back it is shown the state again.</returns>
    Task<string?> MissingAsync(CancellationToken cancel);
}
