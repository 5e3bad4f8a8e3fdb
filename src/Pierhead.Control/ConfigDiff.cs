using Pierhead.Control.Changes;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control;

/// <summary>What a reload changes, for people. Secrets and hashes are never part of it: they are "changed".</summary>
public static class ConfigDiff
{
    /// <summary>One line for each thing that changed, nothing when the two are equal.</summary>
    public static IReadOnlyList<string> Describe(Configuration old, Configuration @new)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        var lines = new List<string>();
        if (NodeChanges.Of(old.Node, @new.Node) is { Length: > 0 } node)
        {
            lines.Add($"node: {node}");
        }

        Pairs.Compare(
            old.Node.Api.Tokens ?? [], @new.Node.Api.Tokens ?? [], token => token.Name, token => $"token {token.Name}", TokenChanges, lines);
        Pairs.Compare(
            old.Tenants,
            @new.Tenants,
            tenant => tenant.Id,
            tenant => $"tenant {tenant.Id}",
            (before, after) => TenantChanges.Of(before, after, lines),
            lines);
        return lines;
    }

    private static string TokenChanges(AccessToken old, AccessToken @new)
    {
        var changes = new ChangeList();
        changes.Add("role", old.Role, @new.Role);
        changes.Add("tenant", old.Tenant?.Name ?? "*", @new.Tenant?.Name ?? "*");
        changes.AddHidden("sha256", old.Sha256 == @new.Sha256);
        return changes.ToString();
    }
}
