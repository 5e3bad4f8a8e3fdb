using CsCheck;
using Pierhead.Wire.Bgp.Attributes;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Attributes;

public sealed class ExtendedCommunityTests
{
    private static readonly ushort[] Types =
        [0x0002, 0x0102, 0x0202, 0x8006, 0x800C, 0x8007, 0x8008, 0x8108, 0x8208, 0x8009, 0x030B, 0x030C, 0x4004, 0x1234];

    [Theory]
    [InlineData(0x0002_FBF4_0000_0001, "rt:64500:1")]
    [InlineData(0x0102_C000_0201_0007, "rt:192.0.2.1:7")]
    [InlineData(0x0202_FA56_EA00_0001, "rt:4200000000:1")]
    [InlineData(0x0203_0000_FBF4_0001, "ro:64500L:1")]
    [InlineData(0x8006_FBF4_4643_5000, "traffic-rate-bytes:64500:12500")]
    [InlineData(0x8006_0000_0000_0000, "traffic-rate-bytes:0:0")]
    [InlineData(0x800C_0000_447A_0000, "traffic-rate-packets:0:1000")]
    [InlineData(0x8007_0000_0000_0003, "traffic-action:sample+continue")]
    [InlineData(0x8007_0000_0000_0000, "traffic-action:none")]
    [InlineData(0x8008_FBF4_0000_0001, "redirect:64500:1")]
    [InlineData(0x8108_C000_0201_0001, "redirect:192.0.2.1:1")]
    [InlineData(0x8208_FA56_EA00_0001, "redirect:4200000000:1")]
    [InlineData(0x8009_0000_0000_002E, "traffic-marking:46")]
    [InlineData(0x030B_0000_0000_0064, "color:0:100")]
    [InlineData(0x030C_0000_0000_0008, "encapsulation:8")]
    [InlineData(0x4004_FBF4_4CEE_6B28, "link-bandwidth:64500:125000000")]
    public void ToString_Named_TextAndBack(ulong value, string text)
    {
        Assert.Equal(text, new ExtendedCommunity(value).ToString());
        Assert.True(ExtendedCommunity.TryParse(text, out var parsed));
        Assert.Equal(value, parsed.Value);
    }

    [Theory]
    [InlineData(0x8006_0000_8000_0000)]
    [InlineData(0x8006_0000_7FC0_0000)]
    [InlineData(0x8007_0000_0000_0004)]
    [InlineData(0x8009_0000_0000_0040)]
    [InlineData(0x8009_0001_0000_0001)]
    [InlineData(0x030C_0001_0000_0008)]
    [InlineData(0xFFFF_0000_0000_0000)]
    public void ToString_WhatANameWouldHide_IsHexadecimal(ulong value)
    {
        Assert.Equal($"0x{value:X16}", new ExtendedCommunity(value).ToString());
        Assert.True(ExtendedCommunity.TryParse($"0x{value:X16}", out var parsed));
        Assert.Equal(value, parsed.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("rt:64500")]
    [InlineData("rt:064500:1")]
    [InlineData("rt:64500:1 ")]
    [InlineData("traffic-action:terminal")]
    [InlineData("traffic-marking:64")]
    [InlineData("traffic-rate-bytes:0:NaN")]
    [InlineData("0x0002FBF400000001")]
    [InlineData("nothing:1:2")]
    public void TryParse_OtherText_IsRefused(string? text) => Assert.False(ExtendedCommunity.TryParse(text, out _));

    [Fact]
    public void ToString_AnyValue_ComesBack() => Gen.Select(
        Gen.Int[0, Types.Length - 1].Select(index => Types[index]),
        Gen.OneOf(Gen.ULong[0, 0xFFFF_FFFF_FFFF], Gen.ULong[0, 70_000])).Sample((type, rest) =>
    {
        var community = new ExtendedCommunity(((ulong)type << 48) | rest);
        Assert.True(ExtendedCommunity.TryParse(community.ToString(), out var parsed), community.ToString());
        Assert.Equal(community, parsed);
    });
}
