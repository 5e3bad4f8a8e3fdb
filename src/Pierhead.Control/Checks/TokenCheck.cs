using System.Collections.Immutable;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control.Checks;

/// <summary>The file that <c>api.tokens</c> names.</summary>
/// <param name="tenants">Names of tenants.</param>
/// <param name="unreadable">Names that tenants without a readable one may have, by their files.</param>
internal sealed class TokenCheck(ValueReader values, IReadOnlyCollection<string> tenants, IReadOnlySet<string> unreadable, Report report)
{
    private const string Everyone = "*";

    private readonly Dictionary<string, Node> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _hashes = new(StringComparer.Ordinal);

    public ImmutableArray<AccessToken> Check(Section file)
    {
        if (file["tokens"] is { IsNull: true } or ListNode { Items.Count: 0 })
        {
            report.Error(file["tokens"]!, "`tokens` needs at least one token: without one nobody may use the API");
        }

        return [.. file.Children("tokens").Select(Token)];
    }

    private AccessToken Token(Section keys, int index)
    {
        var name = values.Name(keys["name"], "name") ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"token-{index + 1}");
        if (keys["name"] is { } at && !_names.TryAdd(name, at) && _names[name] is var first)
        {
            report.Error(at, $"token {Shown.Name(name)} is defined twice; the other is at {first.Place}");
        }

        var role = values.Word(keys["role"], "role", "viewer", "operator", "admin") switch
        {
            "operator" => AccessRole.Operator,
            "admin" => AccessRole.Admin,
            _ => AccessRole.Viewer,
        };
        return new AccessToken(name, role, Tenant(keys["tenant"]), Hash(keys["sha256"]));
    }

    private TenantId? Tenant(Node? node)
    {
        if (values.Text(node, "tenant") is not { } name || name == Everyone)
        {
            return null;
        }

        if (!tenants.Contains(name) && !unreadable.Contains(name))
        {
            report.Error(node!, $"there is no tenant {Shown.Name(name)}{Nearest.Suggest(name, tenants)}");
        }

        return new TenantId(name);
    }

    private string Hash(Node? node)
    {
        if (node is null)
        {
            return "";
        }

        // What stands here may be the token itself, put there by mistake: it is not repeated.
        if (node is not ScalarNode { Text: { Length: 64 } text } || !text.All(char.IsAsciiHexDigit))
        {
            report.Error(node, "`sha256` is the SHA-256 of the token, 64 hexadecimal digits: `printf %s TOKEN | sha256sum`");
            return "";
        }

        var hash = text.ToLowerInvariant();
        if (!_hashes.TryAdd(hash, node))
        {
            report.Error(node, $"the same token stands here and at {_hashes[hash].Place}; each needs one of its own");
        }

        return hash;
    }
}
