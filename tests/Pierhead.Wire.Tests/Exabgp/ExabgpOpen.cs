using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Xunit;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>An OPEN as Pierhead reads it: in the shape of ExaBGP's JSON, in words, and compared with what is written again.</summary>
internal static class ExabgpOpen
{
    private const byte SoftwareVersion = 75;

    public static OpenMessage Decode(ExabgpMessage message)
    {
        var fault = OpenMessage.Decode(message.Body, out var open);
        Assert.True(fault.IsNone, $"{message.Name}: {fault.Reason}");
        return open!;
    }

    public static JsonObject ToJson(OpenMessage open)
    {
        var capabilities = new JsonObject();
        foreach (var capability in open.Capabilities)
        {
            capabilities[capability.Code.ToString(CultureInfo.InvariantCulture)] = ToJson(capability);
        }

        return new JsonObject
        {
            ["version"] = OpenMessage.Version,
            ["asn"] = open.MyAutonomousSystem,
            ["hold_time"] = open.HoldTime,
            ["router_id"] = open.Identifier.ToString(),
            ["capabilities"] = capabilities,
        };
    }

    public static string Describe(OpenMessage open)
    {
        var capabilities = open.Capabilities.Select(each => each switch
        {
            MultiProtocolCapability family => $"family {family.Afi}/{family.Safi}",
            FourOctetAsnCapability number => $"AS {number.Asn.Value}",
            MarkerCapability => $"capability {each.Code}",
            FqdnCapability name => $"host {name.Host} of {name.Domain}",
            _ => $"capability {each.Code} of {each.ToValueBytes().Length} octets",
        });
        return $"AS {open.MyAutonomousSystem}, {open.HoldTime} s, {open.Identifier}: {string.Join(", ", capabilities)}";
    }

    /// <summary>How the message written again differs: fails but for how capabilities are spread over parameters (RFC 5492 section 4).</summary>
    public static string Compare(ExabgpMessage message, OpenMessage open)
    {
        const int FixedLength = 9;
        var capabilities = new List<byte>();
        var parameters = message.Body[(FixedLength + 1)..];
        var count = 0;
        for (; !parameters.IsEmpty; count++)
        {
            Assert.Equal(2, parameters[0]);
            capabilities.AddRange(parameters.Slice(2, parameters[1]));
            parameters = parameters[(2 + parameters[1])..];
        }

        var written = open.Encode();
        byte[] expected = [.. message.Body[..FixedLength], (byte)(capabilities.Count + 2), 2, (byte)capabilities.Count, .. capabilities];
        Assert.True(written.AsSpan(MessageFramer.HeaderLength).SequenceEqual(expected), message.Name);
        return count == 1 ? ExabgpReencoding.Same : "a parameter for each capability";
    }

    private static JsonObject ToJson(Capability capability) => capability switch
    {
        MultiProtocolCapability family => new JsonObject
        {
            ["name"] = "multiprotocol",
            ["families"] = new JsonArray($"{(family.Afi == 1 ? "ipv4" : "ipv6")}/{(family.Safi == 1 ? "unicast" : family.Safi)}"),
        },
        FourOctetAsnCapability number => new JsonObject { ["name"] = "asn4", ["asn4"] = number.Asn.Value },

        // draft-abraitis-bgp-version-capability: a length, and the text.
        UnknownCapability { Code: SoftwareVersion } version =>
            new JsonObject { ["software"] = Encoding.UTF8.GetString(version.Value.Span[1..]) },
        _ => throw new NotSupportedException(capability.ToString()),
    };
}
