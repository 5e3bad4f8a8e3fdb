using Pierhead.Fabric.Placement;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Fabric.Tests.Placement;

public sealed class JhashTests
{
    /// <summary>As a rule of nft 1.0.6 on Linux 6.18 marked packets from these addresses.</summary>
    [Theory]
    [InlineData("10.1.2.3", 694)]
    [InlineData("10.255.0.1", 2391)]
    [InlineData("2001:db8:1::1", 2398)]
    [InlineData("2001:db8::21b:21ff:fe00:1", 1779)]
    public void Bucket_KnownAddress_IsTheKernels(string source, uint mark)
    {
        Assert.True(Ip.TryParse(source, out var address));
        Assert.Equal(mark, Jhash.Bucket(address, 4093, 0x7069_6572, 100));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1021)]
    public void Bucket_AnyAddress_IsInRange(uint modulus) =>
        Assert.All(Sources.Of(1000), source => Assert.InRange(Jhash.Bucket(source, modulus, 5, 10), 10u, 10 + modulus - 1));

    [Fact]
    public void Bucket_OneMore_MovesHalf()
    {
        var sources = Sources.Of(10_000);
        var moved = sources.Count(source => Jhash.Bucket(source, 10, 1) != Jhash.Bucket(source, 11, 1));
        Assert.InRange(moved / (double)sources.Length, 0.45, 0.55);
    }
}
