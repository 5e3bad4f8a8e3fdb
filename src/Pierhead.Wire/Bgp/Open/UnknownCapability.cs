namespace Pierhead.Wire.Bgp.Open;

/// <summary>A capability that is not read: kept as it came, and otherwise ignored (RFC 5492 section 3).</summary>
public sealed class UnknownCapability(byte code, byte[] value) : Capability(code)
{
    public ReadOnlyMemory<byte> Value { get; } = value;

    public override byte[] ToValueBytes() => Value.ToArray();
}
