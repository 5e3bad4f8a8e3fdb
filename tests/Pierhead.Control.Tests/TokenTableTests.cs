using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pierhead.Control.Tokens;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Xunit;

namespace Pierhead.Control.Tests;

public sealed class TokenTableTests
{
    private static readonly AccessToken Noc = new("noc", AccessRole.Operator, new TenantId("acme"), Hash("noc-token"));
    private static readonly AccessToken Platform = new("platform", AccessRole.Admin, null, Hash("platform-token"));
    private static readonly TokenTable Table = new([Noc, Platform]);

    [Fact]
    public void TryMatch_KnownToken_GivesItsRow()
    {
        Assert.True(Table.TryMatch("noc-token", out var token));
        Assert.Same(Noc, token);
        Assert.True(Table.TryMatch("platform-token", out token));
        Assert.Same(Platform, token);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("noc-toke")]
    [InlineData("NOC-TOKEN")]
    [InlineData("noc-token ")]
    public void TryMatch_AnythingElse_GivesNone(string? presented)
    {
        Assert.False(Table.TryMatch(presented, out var token));
        Assert.Null(token);
    }

    [Fact]
    public void TryMatch_HashItself_GivesNone() => Assert.False(Table.TryMatch(Noc.Sha256, out _));

    [Fact]
    public void TryMatch_VeryLongToken_GivesNone() => Assert.False(Table.TryMatch(new string('x', 1 << 20), out _));

    [Fact]
    public void TryMatch_EmptyTable_GivesNone() => Assert.False(new TokenTable(ImmutableArray<AccessToken>.Empty).TryMatch("noc-token", out _));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
