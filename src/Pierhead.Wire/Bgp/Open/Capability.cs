namespace Pierhead.Wire.Bgp.Open;

/// <summary>
/// A capability of an OPEN message (RFC 5492 section 4): immutable, compared by its octets.
/// <code>
/// code (1 octet)  length (1 octet)  value
/// </code>
/// </summary>
public abstract class Capability : IEquatable<Capability>
{
    private protected Capability(byte code) => Code = code;

    public byte Code { get; }

    /// <summary>Decodes a value; of an unknown code or the wrong length it becomes an <see cref="UnknownCapability"/>.</summary>
    public static Capability Decode(byte code, ReadOnlySpan<byte> value) => code switch
    {
        CapabilityCode.RouteRefresh or CapabilityCode.RouteRefreshOld or CapabilityCode.ExtendedMessage
            or CapabilityCode.EnhancedRouteRefresh when value.IsEmpty => new MarkerCapability(code),
        CapabilityCode.MultiProtocol when value.Length == 4 => MultiProtocolCapability.Decode(value),
        CapabilityCode.ExtendedNextHop when value.Length % 6 == 0 => ExtendedNextHopCapability.Decode(value),
        CapabilityCode.MultipleLabels when value.Length % 4 == 0 => MultipleLabelsCapability.Decode(value),
        CapabilityCode.Role when value.Length == 1 => new RoleCapability(value[0]),
        CapabilityCode.GracefulRestart when value.Length % 4 == 2 => GracefulRestartCapability.Decode(value),
        CapabilityCode.FourOctetAsn when value.Length == 4 => FourOctetAsnCapability.Decode(value),
        CapabilityCode.AddPath when value.Length % 4 == 0 => AddPathCapability.Decode(value),
        CapabilityCode.LongLivedGracefulRestart when value.Length % 7 == 0 => LongLivedGracefulRestartCapability.Decode(value),
        CapabilityCode.Fqdn when FqdnCapability.IsValid(value) => FqdnCapability.Decode(value),
        _ => new UnknownCapability(code, value.ToArray()),
    };

    /// <summary>The value's octets.</summary>
    public abstract byte[] ToValueBytes();

    public bool Equals(Capability? other) =>
        other is not null && Code == other.Code && ToValueBytes().AsSpan().SequenceEqual(other.ToValueBytes());

    public sealed override bool Equals(object? obj) => Equals(obj as Capability);

    public sealed override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Code);
        hash.AddBytes(ToValueBytes());
        return hash.ToHashCode();
    }

    public override string ToString() => $"capability {Code} 0x{Convert.ToHexString(ToValueBytes())}";
}
