namespace Pierhead.Wire.Bgp;

/// <summary>What <see cref="MessageFramer"/> found at an offset of a receive buffer.</summary>
public enum FrameStatus : byte
{
    /// <summary>A whole message lies there.</summary>
    Complete,

    /// <summary>The message, or its header, has not arrived in full.</summary>
    Incomplete,

    /// <summary>The header is wrong: a NOTIFICATION and the end of the connection.</summary>
    Fault,
}
