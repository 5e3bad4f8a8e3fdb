namespace Pierhead.Simulate;

/// <summary>States of a router's session (RFC 4271 section 8.2.2), as the side that connects.</summary>
public enum RouterState
{
    /// <summary>Not started, stopped, or waiting before it connects again.</summary>
    Idle,
    Connect,
    OpenSent,
    OpenConfirm,
    Established,
}
