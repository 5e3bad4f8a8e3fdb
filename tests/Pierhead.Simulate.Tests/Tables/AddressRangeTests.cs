using CsCheck;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Tables;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("1.0.0.0", "1.0.0.255", "1.0.0.0/24")]
    [InlineData("1.0.0.0", "1.0.0.0", "1.0.0.0/32")]
    [InlineData("0.0.0.0", "255.255.255.255", "0.0.0.0/0")]
    [InlineData("1.0.1.0", "1.0.3.255", "1.0.1.0/24 1.0.2.0/23")]
    [InlineData("2001:db8::", "2001:db8:2:ffff:ffff:ffff:ffff:ffff", "2001:db8::/47 2001:db8:2::/48")]
    [InlineData("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0")]
    public void Split_Range_GivesItsPrefixes(string first, string last, string expected)
    {
        Assert.True(Ip.TryParse(first, out var from) && Ip.TryParse(last, out _));
        _ = Ip.TryParse(last, out var to);
        Assert.Equal(expected, string.Join(' ', AddressRange.Split(from, to)));
    }

    [Fact]
    public void Split_AnyRange_PrefixesAreContiguousAndExact() => Gen.Select(Gen.UInt, Gen.UInt).Sample((one, other) =>
    {
        var (first, last) = one < other ? (one, other) : (other, one);
        ulong at = first;
        foreach (var prefix in AddressRange.Split(Ip.FromV4(first), Ip.FromV4(last)))
        {
            Assert.Equal(at, prefix.Address.V4);
            at += 1UL << (32 - prefix.Length);
        }

        Assert.Equal(last + 1UL, at);
    });
}
