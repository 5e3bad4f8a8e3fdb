using System.Text.Json.Nodes;
using Pierhead.Wire.Bgp;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>One message of a vector file, and what the file tells of it.</summary>
/// <param name="File">The file.</param>
/// <param name="Number">Which message of the file, from 1.</param>
/// <param name="Octets">The message with its header.</param>
/// <param name="Command">The command that ExaBGP sends it for; empty where the file has none.</param>
/// <param name="Told">What ExaBGP makes of it as JSON, in each version of its own that the file has.</param>
internal sealed record ExabgpMessage(string File, int Number, byte[] Octets, string Command, IReadOnlyList<JsonNode> Told)
{
    /// <summary>The one file whose session has AS numbers of two octets.</summary>
    private const string TwoOctetAsn = "conf-no-asn4.ci";

    public string Name => $"{File} {Number}";

    public BgpMessageType Type => (BgpMessageType)Octets[MessageFramer.HeaderLength - 1];

    public ReadOnlySpan<byte> Body => Octets.AsSpan(MessageFramer.HeaderLength);

    /// <summary>What the session must have negotiated for the message to mean what is told.</summary>
    public DecodeContext Context => new(
        FamilySet.All,
        Command.Contains("path-information", StringComparison.Ordinal) ? FamilySet.All : FamilySet.Empty,
        FourOctetAsn: File != TwoOctetAsn,
        IsInternal);

    /// <summary>Sessions are internal but where the JSON tells two AS numbers.</summary>
    private bool IsInternal =>
        Told is not [var told, ..] || told["neighbor"]!["asn"] is not { } asn || JsonNode.DeepEquals(asn["local"], asn["peer"]);
}
