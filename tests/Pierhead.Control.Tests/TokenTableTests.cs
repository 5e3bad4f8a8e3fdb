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
    private static readonly AccessToken _noc = new("noc", AccessRole.Operator, new TenantId("acme"), Hash("noc-token"));
    private static readonly AccessToken _platform = new("platform", AccessRole.Admin, null, Hash("platform-token"));
    private static readonly TokenTable _table = new([_noc, _platform]);

    [Fact]
    public void TryMatch_KnownToken_GivesItsRow()
    {
        Assert.True(_table.TryMatch("noc-token", out var token));
        Assert.Same(_noc, token);
        Assert.True(_table.TryMatch("platform-token", out token));
        Assert.Same(_platform, token);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("noc-toke")]
    [InlineData("NOC-TOKEN")]
    [InlineData("noc-token ")]
    public void TryMatch_AnythingElse_GivesNone(string? presented)
    {
        Assert.False(_table.TryMatch(presented, out var token));
        Assert.Null(token);
    }

    [Fact]
    public void TryMatch_HashItself_GivesNone() => Assert.False(_table.TryMatch(_noc.Sha256, out _));

    [Fact]
    public void TryMatch_VeryLongToken_GivesNone() => Assert.False(_table.TryMatch(new string('x', 1 << 20), out _));

    [Fact]
    public void TryMatch_EmptyTable_GivesNone() => Assert.False(new TokenTable(ImmutableArray<AccessToken>.Empty).TryMatch("noc-token", out _));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
