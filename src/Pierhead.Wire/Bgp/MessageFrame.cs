namespace Pierhead.Wire.Bgp;

/// <summary>Where one message lies in a receive buffer (RFC 4271 section 4.1).</summary>
/// <param name="Type">The type octet of the header, not checked for being known.</param>
/// <param name="BodyOffset">Offset in the buffer of the first octet after the 19-octet header.</param>
/// <param name="BodyLength">Octets of body: the header's Length minus 19.</param>
public readonly record struct MessageFrame(BgpMessageType Type, int BodyOffset, int BodyLength);
