namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>The check of an attribute's value, done once flags and length are right.</summary>
public enum ValueCheck : byte
{
    None,
    Origin,
    AsPath,
    MultiExitDisc,
    LocalPref,
    MpReach,
    MpUnreach,
    As4Path,
    Aigp,
}
