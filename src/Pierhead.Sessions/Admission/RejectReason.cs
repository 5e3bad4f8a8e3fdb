namespace Pierhead.Sessions.Admission;

/// <summary>Why a connection was not taken: the label of the counter.</summary>
internal enum RejectReason : byte
{
    /// <summary>No tenant claims the address.</summary>
    Unclaimed,

    /// <summary>The range has as many sessions as it may have.</summary>
    RangeFull,

    /// <summary>The session passed its maximum of prefixes a while ago.</summary>
    HeldOff,

    /// <summary>The SYN came from farther away than GTSM allows.</summary>
    Gtsm,

    /// <summary>The device was removed while the connection was on its way.</summary>
    Removed,

    /// <summary>The device has a password whose key the kernel does not hold: unsigned connections would get through.</summary>
    NoKey,
}
