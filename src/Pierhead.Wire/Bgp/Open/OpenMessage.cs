using System.Buffers.Binary;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>
/// An OPEN message (RFC 4271 section 4.2): immutable, compared by its octets.
/// <code>
/// version (1 octet)  my AS (2)  hold time (2)  BGP identifier (4)  parameters length (1)  parameters
/// </code>
/// </summary>
public sealed partial class OpenMessage : IEquatable<OpenMessage>
{
    /// <summary>The one version of BGP.</summary>
    public const byte Version = 4;

    private const int FixedLength = 10;

    private OpenMessage(ushort myAutonomousSystem, ushort holdTime, Ip identifier, IReadOnlyList<Capability> capabilities)
    {
        MyAutonomousSystem = myAutonomousSystem;
        HoldTime = holdTime;
        Identifier = identifier;
        Capabilities = capabilities;
    }

    /// <summary>The field of two octets; see <see cref="Asn"/> for the speaker's number.</summary>
    public ushort MyAutonomousSystem { get; }

    /// <summary>Hold Time in seconds: 0, or at least 3.</summary>
    public ushort HoldTime { get; }

    /// <summary>The BGP Identifier.</summary>
    public Ip Identifier { get; }

    public IReadOnlyList<Capability> Capabilities { get; }

    /// <summary>The speaker's AS number: that of its four-octet capability, else the field (RFC 6793 section 4.1).</summary>
    public Asn Asn => Find<FourOctetAsnCapability>()?.Asn ?? new Asn(MyAutonomousSystem);

    /// <summary>Makes a message, its field of two octets from <paramref name="asn"/>, adding the four-octet capability.</summary>
    public static OpenMessage Create(Asn asn, ushort holdTime, Ip identifier, IEnumerable<Capability> capabilities)
    {
        var list = capabilities.Where(each => each is not FourOctetAsnCapability).Append(new FourOctetAsnCapability(asn)).ToArray();
        return new OpenMessage((ushort)(asn.FitsTwoOctets ? asn : Asn.Trans).Value, holdTime, identifier, list);
    }

    /// <summary>Makes a message of a speaker that knows two-octet AS numbers only.</summary>
    public static OpenMessage CreateTwoOctet(ushort asn, ushort holdTime, Ip identifier, IEnumerable<Capability> capabilities) =>
        new(asn, holdTime, identifier, capabilities.Where(each => each is not FourOctetAsnCapability).ToArray());

    /// <summary>The first capability of a kind.</summary>
    public T? Find<T>()
        where T : Capability
    {
        foreach (var capability in Capabilities)
        {
            if (capability is T found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Whether a capability without a value is there.</summary>
    public bool Has(byte code) => Capabilities.Any(each => each is MarkerCapability && each.Code == code);

    /// <summary>The whole message, with its header; with parameters longer than 255 octets in the form of RFC 9072.</summary>
    public byte[] Encode()
    {
        var capabilities = EncodeCapabilities();
        var isExtended = capabilities.Length > byte.MaxValue - 2;
        var parameters = capabilities.Length == 0 ? 0 : capabilities.Length + (isExtended ? 6 : 2);
        var message = new byte[MessageFramer.HeaderLength + FixedLength + parameters];
        MessageFramer.WriteHeader(message, BgpMessageType.Open, message.Length);
        var body = message.AsSpan(MessageFramer.HeaderLength);
        body[0] = Version;
        BinaryPrimitives.WriteUInt16BigEndian(body[1..], MyAutonomousSystem);
        BinaryPrimitives.WriteUInt16BigEndian(body[3..], HoldTime);
        BinaryPrimitives.WriteUInt32BigEndian(body[5..], Identifier.V4);
        WriteParameters(capabilities, isExtended, body[9..]);
        return message;
    }

    public bool Equals(OpenMessage? other) => other is not null && Encode().AsSpan().SequenceEqual(other.Encode());

    public override bool Equals(object? obj) => Equals(obj as OpenMessage);

    public override int GetHashCode() => HashCode.Combine(MyAutonomousSystem, HoldTime, Identifier, Capabilities.Count);

    private static void WriteParameters(byte[] capabilities, bool isExtended, Span<byte> destination)
    {
        if (capabilities.Length == 0)
        {
            return;
        }

        if (!isExtended)
        {
            destination[0] = (byte)(capabilities.Length + 2);
            destination[1] = CapabilitiesParameter;
            destination[2] = (byte)capabilities.Length;
            capabilities.CopyTo(destination[3..]);
            return;
        }

        destination[0] = byte.MaxValue;
        destination[1] = ExtendedLengthParameter;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], checked((ushort)(capabilities.Length + 3)));
        destination[4] = CapabilitiesParameter;
        BinaryPrimitives.WriteUInt16BigEndian(destination[5..], (ushort)capabilities.Length);
        capabilities.CopyTo(destination[7..]);
    }

    private byte[] EncodeCapabilities()
    {
        var octets = new List<byte>();
        foreach (var capability in Capabilities)
        {
            var value = capability.ToValueBytes();
            octets.Add(capability.Code);
            octets.Add(checked((byte)value.Length));
            octets.AddRange(value);
        }

        return [.. octets];
    }
}
