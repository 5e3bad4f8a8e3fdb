using System.Globalization;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>AGGREGATOR (RFC 4271 section 5.1.7), written <c>64500 192.0.2.1</c>.</summary>
public readonly record struct Aggregator(Asn Asn, Ip Address)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Asn.Value} {Address}");
}
