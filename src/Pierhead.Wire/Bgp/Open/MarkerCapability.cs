namespace Pierhead.Wire.Bgp.Open;

/// <summary>
/// A capability without a value: route refresh (RFC 2918), enhanced route refresh (RFC 7313), extended messages (RFC 8654).
/// </summary>
public sealed class MarkerCapability(byte code) : Capability(code)
{
    public override byte[] ToValueBytes() => [];
}
