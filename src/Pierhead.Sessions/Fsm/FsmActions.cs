namespace Pierhead.Sessions.Fsm;

/// <summary>What a step asks for. Actions are done in the order of their bits.</summary>
[Flags]
internal enum FsmActions : byte
{
    None = 0,
    SendOpen = 1,
    SendKeepalive = 2,

    /// <summary>The session is established: the table is told.</summary>
    Establish = 4,

    /// <summary>The established session is over: the table is told.</summary>
    Release = 8,
    SendNotification = 16,
    DropConnection = 32,
}
