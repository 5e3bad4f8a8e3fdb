using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pierhead.Fabric.Applying;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Rendering;

/// <summary>VRRP (RFC 9568) by keepalived: an instance for each family. The node with the lowest MED is preferred at first; one that comes back does not take the address again, for that would cost every session once more.</summary>
internal static class KeepalivedVrrp
{
    private const int Highest = 250;
    private const int Step = 10;

    /// <summary>Where viphealth writes 0 while the node is well, and another number while it is not.</summary>
    public const string TrackFile = "health.track";

    public static IEnumerable<Resource> Resources(RenderPlace place)
    {
        yield return new FirstFileResource(place.PathOf(TrackFile), "0\n");
        var text = Text(place);
        var path = place.PathOf("keepalived.conf");
        yield return new FileResource(path, text);
        yield return Daemon(place, path, text, "--vrrp");
    }

    /// <summary>keepalived in the foreground, with its files in the run directory.</summary>
    /// <param name="only">The part of it that is wanted.</param>
    public static DaemonResource Daemon(RenderPlace place, string path, string text, string only)
    {
        ImmutableArray<string> arguments =
        [
            "--dont-fork", "--log-console", "--use-file", path, only,
            "--pid", place.PathOf("keepalived.lock"), "--vrrp_pid", place.PathOf("keepalived-vrrp.lock"), "--checkers_pid", place.PathOf("keepalived-check.lock"),
        ];
        return new DaemonResource("keepalived", "keepalived", arguments, [], text, DaemonReload.HangUp, place.Run);
    }

    private static string Text(RenderPlace place)
    {
        var plan = place.Plan;
        var rank = plan.Nodes.OrderBy(node => node.Med).ThenBy(node => node.Name, StringComparer.Ordinal).ToList().IndexOf(place.Machine);
        var interval = (plan.Vrrp.Interval.TotalMilliseconds / 1000).ToString("0.##", CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        text.AppendLine("# Rendered by `pierhead fabric`: change fabric.yaml instead.");
        text.AppendLine("global_defs {");
        text.AppendLine(CultureInfo.InvariantCulture, $"    router_id {place.Machine.Name}");
        text.AppendLine("    vrrp_version 3");
        text.AppendLine("    vrrp_garp_master_refresh 60");
        text.AppendLine("}");
        text.AppendLine("vrrp_track_file health {");
        text.AppendLine(CultureInfo.InvariantCulture, $"    file {place.PathOf(TrackFile)}");
        text.AppendLine("}");

        // Both families on one node: a router's two sessions, and its flows, belong together.
        text.AppendLine("vrrp_sync_group floating {");
        text.AppendLine("    group {");
        foreach (var (floating, _) in place.Families)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"        floating{(floating.IsIPv6 ? 6 : 4)}");
        }

        text.AppendLine("    }");
        text.AppendLine("    track_file {");
        text.AppendLine("        health weight 0");
        text.AppendLine("    }");
        text.AppendLine("}");
        foreach (var (floating, own) in place.Families)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"vrrp_instance floating{(floating.IsIPv6 ? 6 : 4)} {{");
            text.AppendLine("    state BACKUP");
            text.AppendLine("    nopreempt");
            text.AppendLine(CultureInfo.InvariantCulture, $"    interface {place.Machine.Interface}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    virtual_router_id {plan.Vrrp.Id}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    priority {Math.Max(1, Highest - (rank * Step))}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    advert_int {interval}");
            if (!floating.IsIPv6)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    mcast_src_ip {own}");
            }

            text.AppendLine("    virtual_ipaddress {");
            text.AppendLine(CultureInfo.InvariantCulture, $"        {floating}/{RenderPlace.BitsOf(floating)} dev {place.Machine.Interface}");
            text.AppendLine("    }");
            text.AppendLine("}");
        }

        return text.ToString();
    }
}
