using System.Globalization;
using System.Text;
using Pierhead.Fabric.Applying;

namespace Pierhead.Fabric.Rendering;

/// <summary>ExaBGP, which announces the floating addresses to the router as vipcontrol tells it through the relay.</summary>
internal static class ExabgpConfig
{
    public static IEnumerable<Resource> Resources(RenderPlace place)
    {
        var text = Text(place);
        var path = place.PathOf("exabgp.conf");
        yield return new FileResource(path, text);

        // Its defaults give up root, which the relay's socket wants, and write to syslog.
        yield return new DaemonResource(
            "exabgp", "exabgp", [path], ["exabgp.daemon.user=root", "exabgp.log.destination=stderr", "exabgp.api.cli=false"], text, DaemonReload.Restart, place.Run);
    }

    private static string Text(RenderPlace place)
    {
        var announce = place.Plan.Announce!;
        var text = new StringBuilder();
        text.AppendLine("# Rendered by `pierhead fabric`: change fabric.yaml instead.");
        text.AppendLine("process vipcontrol {");
        text.AppendLine(CultureInfo.InvariantCulture, $"  run {place.Executable} vipcontrol relay --run {place.Run};");
        text.AppendLine("  encoder text;");
        text.AppendLine("}");
        foreach (var (floating, own, router) in place.Announcements)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"neighbor {router} {{");
            text.AppendLine(CultureInfo.InvariantCulture, $"  router-id {place.Machine.AddressOf(isIPv6: false)?.ToString() ?? "192.0.2.1"};");
            text.AppendLine(CultureInfo.InvariantCulture, $"  local-address {own};");
            text.AppendLine(CultureInfo.InvariantCulture, $"  local-as {announce.LocalAsn};");
            text.AppendLine(CultureInfo.InvariantCulture, $"  peer-as {announce.RouterAsn};");
            text.AppendLine(CultureInfo.InvariantCulture, $"  hold-time {announce.HoldTime.TotalSeconds:0};");
            text.AppendLine(CultureInfo.InvariantCulture, $"  family {{ {(floating.IsIPv6 ? "ipv6" : "ipv4")} unicast; }}");
            text.AppendLine("  api { processes [ vipcontrol ]; }");
            text.AppendLine("}");
        }

        return text.ToString();
    }
}
