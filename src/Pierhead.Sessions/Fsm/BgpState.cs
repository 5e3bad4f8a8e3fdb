namespace Pierhead.Sessions.Fsm;

/// <summary>States of RFC 4271 section 8.2.2. There is no Connect: Pierhead never connects out.</summary>
public enum BgpState : byte
{
    /// <summary>Refuses connections: held off, or stopped.</summary>
    Idle,

    /// <summary>Waits for the router's connection, or, with DelayOpen, for its OPEN.</summary>
    Active,

    OpenSent,

    OpenConfirm,

    Established,
}

/// <summary>The states as the API writes them.</summary>
public static class BgpStates
{
    public const int Count = 5;

    private static readonly string[] Names = ["idle", "active", "opensent", "openconfirm", "established"];

    public static string Name(this BgpState state) => Names[(int)state];
}
