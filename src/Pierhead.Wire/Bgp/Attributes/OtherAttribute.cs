namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>An attribute that is kept as it came: its type code, its flags without the Extended Length bit, its value.</summary>
public sealed record OtherAttribute(byte Type, byte Flags, ReadOnlyMemory<byte> Value)
{
    public bool Equals(OtherAttribute? other) =>
        other is not null && Type == other.Type && Flags == other.Flags && Value.Span.SequenceEqual(other.Value.Span);

    public override int GetHashCode() => HashCode.Combine(Type, Flags, Value.Length);
}
