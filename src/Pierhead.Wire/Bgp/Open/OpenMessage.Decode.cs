using System.Buffers.Binary;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>Decoding, with the faults of RFC 4271 section 6.2.</summary>
public sealed partial class OpenMessage
{
    private const byte CapabilitiesParameter = 2;

    /// <summary>As the type of the first parameter: parameters with lengths of two octets follow (RFC 9072 section 2).</summary>
    private const byte ExtendedLengthParameter = 255;

    /// <summary>Decodes a message's body; without a fault, <paramref name="open"/> is the message.</summary>
    public static BgpFault Decode(ReadOnlySpan<byte> body, out OpenMessage? open)
    {
        open = null;
        if (body.Length < FixedLength)
        {
            return Fault(OpenError.Unspecific, "OPEN is cut short");
        }

        if (body[0] != Version)
        {
            return Fault(OpenError.UnsupportedVersionNumber, "the version is not 4", 0, 1);
        }

        var capabilities = new List<Capability>();
        var fault = ReadParameters(body, capabilities);
        if (!fault.IsNone)
        {
            return fault;
        }

        var decoded = new OpenMessage(
            BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
            BinaryPrimitives.ReadUInt16BigEndian(body[3..]),
            Ip.FromV4(BinaryPrimitives.ReadUInt32BigEndian(body[5..])),
            capabilities);
        fault = decoded.Check();
        open = fault.IsNone ? decoded : null;
        return fault;
    }

    private BgpFault Check()
    {
        // RFC 7607 section 2: AS 0 is nobody's, in the field and in the capability.
        if (MyAutonomousSystem == 0 || Asn.Value == 0)
        {
            return Fault(OpenError.BadPeerAs, "the AS number is 0");
        }

        // RFC 6286 section 2.1: any number that is not zero will do.
        if (Identifier.V4 == 0)
        {
            return Fault(OpenError.BadBgpIdentifier, "the BGP identifier is 0");
        }

        return HoldTime is 1 or 2 ? Fault(OpenError.UnacceptableHoldTime, "the hold time is 1 or 2 seconds") : default;
    }

    private static BgpFault ReadParameters(ReadOnlySpan<byte> body, List<Capability> capabilities)
    {
        var parameters = body[FixedLength..];
        int length = body[FixedLength - 1];
        var head = 2;
        if (length != 0 && parameters.Length >= 3 && parameters[0] == ExtendedLengthParameter)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(parameters[1..]);
            parameters = parameters[3..];
            head = 3;
        }

        if (length != parameters.Length)
        {
            return Fault(OpenError.Unspecific, "the length of the optional parameters does not fit the message");
        }

        while (!parameters.IsEmpty)
        {
            if (!TryReadParameter(ref parameters, head, out var type, out var value))
            {
                return Fault(OpenError.Unspecific, "an optional parameter is cut short");
            }

            if (type != CapabilitiesParameter)
            {
                return Fault(OpenError.UnsupportedOptionalParameter, "an optional parameter is not Capabilities");
            }

            if (!TryReadCapabilities(value, capabilities))
            {
                return Fault(OpenError.Unspecific, "a capability is malformed");
            }
        }

        return default;
    }

    private static bool TryReadParameter(
        ref ReadOnlySpan<byte> parameters, int head, out byte type, out ReadOnlySpan<byte> value)
    {
        type = parameters[0];
        value = default;
        if (parameters.Length < head)
        {
            return false;
        }

        int length = head == 3 ? BinaryPrimitives.ReadUInt16BigEndian(parameters[1..]) : parameters[1];
        if (length > parameters.Length - head)
        {
            return false;
        }

        value = parameters.Slice(head, length);
        parameters = parameters[(head + length)..];
        return true;
    }

    private static bool TryReadCapabilities(ReadOnlySpan<byte> octets, List<Capability> capabilities)
    {
        while (!octets.IsEmpty)
        {
            if (octets.Length < 2 || octets[1] > octets.Length - 2)
            {
                return false;
            }

            var capability = Capability.Decode(octets[0], octets.Slice(2, octets[1]));
            if (IsMalformedEssential(capability))
            {
                return false;
            }

            capabilities.Add(capability);
            octets = octets[(2 + octets[1])..];
        }

        return true;
    }

    // A malformed capability is as good as none, but for the two without which everything after it would be misread.
    private static bool IsMalformedEssential(Capability capability) =>
        capability is UnknownCapability { Code: CapabilityCode.MultiProtocol or CapabilityCode.FourOctetAsn };

    private static BgpFault Fault(byte subcode, string reason, int offset = 0, int length = 0) =>
        new(FaultScope.ResetSession, ErrorCode.Open, subcode, reason, DataOffset: offset, DataLength: length);
}
