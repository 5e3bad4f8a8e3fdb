using Xunit;

namespace Pierhead.Control.Tests;

public sealed class NearestTests
{
    private static readonly string[] Words = ["asn", "name", "addresses", "hold_time", "max_prefixes", "password"];

    [Theory]
    [InlineData("asnn", "asn")]
    [InlineData("nmae", "name")]
    [InlineData("Hold-Time", "hold_time")]
    [InlineData("holdtime", "hold_time")]
    [InlineData("adresses", "addresses")]
    [InlineData("maxprefix", "max_prefixes")]
    [InlineData("colour", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void Of_Word_IsTheNearestThatIsNear(string word, string? expected) => Assert.Equal(expected, Nearest.Of(word, Words));

    [Fact]
    public void Of_VeryLongWord_IsNull() => Assert.Null(Nearest.Of(new string('a', 100_000), [new string('a', 100_000)]));
}
