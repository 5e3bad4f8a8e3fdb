using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Net;

/// <summary>Numbers in texts: what is not written as Pierhead writes it is refused. Found by fuzzing: a NUL behind the digits was taken.</summary>
public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("4")]
    [InlineData("4294967295")]
    public void A_number_as_it_is_written(string text)
    {
        Assert.True(Asn.TryParse(text, out var asn));
        Assert.Equal(text, asn.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("4\0")]
    [InlineData("04")]
    [InlineData("+4")]
    [InlineData(" 4")]
    [InlineData("٤")]
    [InlineData("4294967296")]
    public void Another_spelling_is_refused(string text) => Assert.False(Asn.TryParse(text, out _));

    [Theory]
    [InlineData("203.0.113.0/24\0")]
    [InlineData("2001:db8::/032")]
    public void Of_a_prefix_length_too(string text) => Assert.False(IpPrefix.TryParse(text, out _));

    [Theory]
    [InlineData("64500:1\0")]
    [InlineData("64500:01")]
    public void Of_communities_and_distinguishers_too(string text)
    {
        Assert.False(Community.TryParse(text, out _));
        Assert.False(RouteDistinguisher.TryParse(text, out _));
        Assert.False(LargeCommunity.TryParse("64500:" + text, out _));
        Assert.False(ExtendedCommunity.TryParse("rt:" + text, out _));
    }
}
