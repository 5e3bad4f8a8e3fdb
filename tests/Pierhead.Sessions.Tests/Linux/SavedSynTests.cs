using Pierhead.Sessions.Linux;

namespace Pierhead.Sessions.Tests.Linux;

public sealed class SavedSynTests
{
    [Fact]
    public void ParseTtl_IPv4_OctetNine()
    {
        var packet = new byte[40];
        packet[0] = 0x45;
        packet[8] = 254;

        Assert.Equal(254, SavedSyn.ParseTtl(packet));
    }

    [Fact]
    public void ParseTtl_IPv6_HopLimit()
    {
        var packet = new byte[60];
        packet[0] = 0x60;
        packet[7] = 255;

        Assert.Equal(255, SavedSyn.ParseTtl(packet));
    }

    [Fact]
    public void ParseTtl_NeitherOrShort_Null()
    {
        Assert.Null(SavedSyn.ParseTtl(new byte[40]));
        Assert.Null(SavedSyn.ParseTtl([0x45]));
    }

    [Theory]
    [InlineData(1, 255)]
    [InlineData(2, 254)]
    [InlineData(254, 2)]
    public void MinimumTtl_Hops_CountedFrom255(int hops, int minimum) => Assert.Equal(minimum, SavedSyn.MinimumTtl(hops));
}
