namespace Pierhead.Model.Snapshot;

/// <summary>The key <c>mitigation</c> of a device: which kinds may be announced to it, and how many rules at most.</summary>
public sealed record MitigationSettings(bool Rtbh, bool Flowspec, int MaxRules)
{
    public static readonly MitigationSettings None = new(Rtbh: false, Flowspec: false, MaxRules: 50);
}
