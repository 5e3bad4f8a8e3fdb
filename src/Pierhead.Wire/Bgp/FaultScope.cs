namespace Pierhead.Wire.Bgp;

/// <summary>
/// How far a fault in an UPDATE reaches: the approaches of RFC 7606 section 2, weakest first, so that the worst of several
/// faults is the greatest.
/// </summary>
public enum FaultScope : byte
{
    None = 0,

    /// <summary>The attribute is dropped, the UPDATE goes on without it.</summary>
    DiscardAttribute = 1,

    /// <summary>All routes of the UPDATE are taken as withdrawn.</summary>
    TreatAsWithdraw = 2,

    /// <summary>The family is ignored for the rest of the session.</summary>
    DisableFamily = 3,

    /// <summary>NOTIFICATION and end of the session.</summary>
    ResetSession = 4,
}
