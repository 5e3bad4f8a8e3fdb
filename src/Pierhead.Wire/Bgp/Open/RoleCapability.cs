namespace Pierhead.Wire.Bgp.Open;

/// <summary>BGP role (RFC 9234 section 4.1): 0 provider, 1 route server, 2 its client, 3 customer, 4 peer.</summary>
public sealed class RoleCapability(byte role) : Capability(CapabilityCode.Role)
{
    public byte Role { get; } = role;

    public override byte[] ToValueBytes() => [Role];
}
