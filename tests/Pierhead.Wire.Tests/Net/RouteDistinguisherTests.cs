using CsCheck;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Net;

public sealed class RouteDistinguisherTests
{
    [Theory]
    [InlineData(0x0000_FBF4_0000_0001, "64500:1")]
    [InlineData(0x0000_FFFF_FFFF_FFFF, "65535:4294967295")]
    [InlineData(0x0001_C000_0201_0007, "192.0.2.1:7")]
    [InlineData(0x0002_FA56_EA00_0001, "4200000000:1")]
    [InlineData(0x0002_0000_FBF4_0001, "64500L:1")]
    [InlineData(0x0003_0000_0000_0001, "0x0003000000000001")]
    public void ToString_Types_TextAndBack(ulong value, string text)
    {
        Assert.Equal(text, new RouteDistinguisher(value).ToString());
        Assert.True(RouteDistinguisher.TryParse(text, out var parsed));
        Assert.Equal(value, parsed.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("64500")]
    [InlineData("64500:")]
    [InlineData("64500:4294967296")]
    [InlineData("064500:1")]
    [InlineData("70000L:1")]
    [InlineData("4200000000:65536")]
    [InlineData("192.0.2.1:65536")]
    [InlineData("2001:db8::1:1")]
    [InlineData("0x01")]
    [InlineData("0x0000FBF400000001")]
    public void TryParse_OtherText_IsRefused(string? text) => Assert.False(RouteDistinguisher.TryParse(text, out _));

    [Fact]
    public void ToString_AnyValue_ComesBack() => Gen.OneOf(Gen.ULong, Gen.ULong[0, 0x0003_0000_0000_0000]).Sample(value =>
    {
        Assert.True(RouteDistinguisher.TryParse(new RouteDistinguisher(value).ToString(), out var parsed));
        Assert.Equal(value, parsed.Value);
    });
}
