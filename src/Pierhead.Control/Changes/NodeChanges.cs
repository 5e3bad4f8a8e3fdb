using Pierhead.Model.Snapshot;

namespace Pierhead.Control.Changes;

internal static class NodeChanges
{
    public static string Of(NodeSettings old, NodeSettings @new)
    {
        var changes = new ChangeList();
        changes.Add("name", old.Name, @new.Name);
        changes.AddSet("bgp listen", old.BgpListen, @new.BgpListen);
        changes.Add("router_id", old.RouterId, @new.RouterId);
        changes.Add("hold_time", old.HoldTime, @new.HoldTime);
        changes.AddSet("flow listen", old.FlowListen, @new.FlowListen);
        changes.AddSet("api listen", old.Api.Listen, @new.Api.Listen);
        changes.Add("certificate", old.Api.CertificatePath, @new.Api.CertificatePath);
        changes.AddHidden("certificate's key", Equals(old.Api.PrivateKey, @new.Api.PrivateKey));
        changes.Add("tokens", old.Api.Tokens is not null, @new.Api.Tokens is not null);
        changes.Add("store kind", old.Store?.Kind, @new.Store?.Kind);
        changes.Add("store path", old.Store?.Path, @new.Store?.Path);
        changes.AddHidden("store keep", Keep(old).SetEquals(Keep(@new)));
        changes.Add("state path", old.State?.Path, @new.State?.Path);
        changes.Add("state checkpoint", old.State?.Checkpoint, @new.State?.Checkpoint);
        changes.Add("limits", old.Limits, @new.Limits);
        changes.AddSet("rpki caches", old.RpkiCaches, @new.RpkiCaches);
        changes.AddSet("rpki files", old.RpkiFiles, @new.RpkiFiles);
        return changes.ToString();
    }

    private static HashSet<KeyValuePair<string, TimeSpan>> Keep(NodeSettings node) => node.Store is { } store ? [.. store.Keep] : [];
}
