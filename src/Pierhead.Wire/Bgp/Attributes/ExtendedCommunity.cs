using System.Globalization;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// An extended community (RFC 4360, RFC 5668): eight octets. Route targets and route origins are written as
/// <c>rt:64500:1</c>, <c>rt:192.0.2.1:1</c>, <c>ro:4200000000:1</c>; where a four-octet number would fit two octets it has an
/// L (<c>rt:64500L:1</c>), so that no two communities share a text. Any other is <c>0x</c> and sixteen digits.
/// </summary>
public readonly record struct ExtendedCommunity(ulong Value)
{
    private const byte RouteTarget = 0x02;
    private const byte RouteOrigin = 0x03;

    public override string ToString()
    {
        var name = (byte)(Value >> 48) switch
        {
            RouteTarget => "rt",
            RouteOrigin => "ro",
            _ => null,
        };
        var upper = (uint)(Value >> 16);
        var lower = (ushort)Value;
        return (name, (byte)(Value >> 56)) switch
        {
            (not null, 0x00) => string.Create(CultureInfo.InvariantCulture, $"{name}:{(ushort)(Value >> 32)}:{(uint)Value}"),
            (not null, 0x01) => string.Create(CultureInfo.InvariantCulture, $"{name}:{Ip.FromV4(upper)}:{lower}"),
            (not null, 0x02) => string.Create(
                CultureInfo.InvariantCulture, $"{name}:{upper}{(upper <= ushort.MaxValue ? "L" : "")}:{lower}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"0x{Value:X16}"),
        };
    }
}
