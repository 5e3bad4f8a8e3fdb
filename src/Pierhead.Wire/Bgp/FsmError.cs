namespace Pierhead.Wire.Bgp;

/// <summary>Subcodes of a Finite State Machine Error (RFC 6608).</summary>
public static class FsmError
{
    public const byte Unspecified = 0;
    public const byte UnexpectedMessageInOpenSent = 1;
    public const byte UnexpectedMessageInOpenConfirm = 2;
    public const byte UnexpectedMessageInEstablished = 3;
}
