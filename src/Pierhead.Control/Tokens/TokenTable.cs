using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control.Tokens;

/// <summary>
/// Finds the row of a token that a caller presents. How long it takes tells nothing about the tokens: every row is compared, in
/// constant time, and only hashes are. Any thread.
/// </summary>
public sealed class TokenTable
{
    private const int MaxTokenLength = 4096;

    private readonly ImmutableArray<AccessToken> _tokens;
    private readonly byte[][] _hashes;

    public TokenTable(ImmutableArray<AccessToken> tokens)
    {
        _tokens = tokens;
        _hashes = [.. tokens.Select(token => Convert.FromHexString(token.Sha256))];
    }

    public bool TryMatch(string? presented, [NotNullWhen(true)] out AccessToken? token)
    {
        token = null;
        if (presented is null or { Length: 0 or > MaxTokenLength })
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), hash);
        for (var index = 0; index < _hashes.Length; index++)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, _hashes[index]))
            {
                token = _tokens[index];
            }
        }

        return token is not null;
    }
}
