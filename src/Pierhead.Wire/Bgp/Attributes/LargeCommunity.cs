using System.Globalization;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>A large community (RFC 8092), written as its three parts: <c>64500:7:8</c>.</summary>
public readonly record struct LargeCommunity(uint GlobalAdministrator, uint LocalData1, uint LocalData2)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{GlobalAdministrator}:{LocalData1}:{LocalData2}");
}
