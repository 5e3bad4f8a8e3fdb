using System.Globalization;
using System.Text;
using Pierhead.Fabric.Applying;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Rendering;

/// <summary>BIRD 2, which announces the floating addresses to the router and is found dead by BFD. What may change while it runs is in a file of vipcontrol's.</summary>
internal static class BirdConfig
{
    /// <summary>BIRD listens although nobody connects to it, and port 179 is the landing node's.</summary>
    private const int ListenPort = 1179;

    /// <summary>What vipcontrol writes, as it is before vipcontrol has spoken: nothing is announced.</summary>
    public const string Silent = "define VIP_UP = false;\ndefine VIP_MED = 0;\ndefine VIP_DRAIN = false;\n";

    public static IEnumerable<Resource> Resources(RenderPlace place)
    {
        var text = Text(place);
        var path = place.PathOf("bird.conf");
        yield return new FileResource(path, text);
        yield return new FirstFileResource(place.PathOf("vip.conf"), Silent);
        yield return new DaemonResource(
            "bird", "bird", ["-f", "-c", path, "-s", place.PathOf("bird.ctl"), "-P", place.PathOf("bird.lock")], [], text, DaemonReload.BirdConfigure, place.Run);
    }

    private static string Text(RenderPlace place)
    {
        var announce = place.Plan.Announce!;
        var text = new StringBuilder();
        text.AppendLine("# Rendered by `pierhead fabric`: change fabric.yaml instead.");
        text.AppendLine("log stderr all;");
        text.AppendLine(CultureInfo.InvariantCulture, $"router id {RouterId(place)};");
        text.AppendLine(CultureInfo.InvariantCulture, $"include \"{place.PathOf("vip.conf")}\";");
        text.AppendLine("protocol device {}");
        if (announce.Bfd is { } bfd)
        {
            var interval = (int)bfd.Interval.TotalMilliseconds;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"protocol bfd {{ interface \"{place.Machine.Interface}\" {{ min rx interval {interval} ms; min tx interval {interval} ms; multiplier {bfd.Multiplier}; }}; }}");
        }

        text.AppendLine("filter floating {");
        text.AppendLine("  if source != RTS_STATIC || ! VIP_UP then reject;");
        text.AppendLine("  bgp_med = VIP_MED;");

        // GRACEFUL_SHUTDOWN (RFC 8326).
        text.AppendLine("  if VIP_DRAIN then bgp_community.add((65535, 0));");
        text.AppendLine("  accept;");
        text.AppendLine("}");
        foreach (var (floating, own, router) in place.Announcements)
        {
            var family = floating.IsIPv6 ? 6 : 4;
            text.AppendLine(CultureInfo.InvariantCulture, $"protocol static vip{family} {{ ipv{family}; route {floating}/{RenderPlace.BitsOf(floating)} blackhole; }}");
            text.AppendLine(CultureInfo.InvariantCulture, $"protocol bgp router{family} {{");
            text.AppendLine(CultureInfo.InvariantCulture, $"  local {own} port {ListenPort} as {announce.LocalAsn};");
            text.AppendLine(CultureInfo.InvariantCulture, $"  neighbor {router} as {announce.RouterAsn};");
            text.AppendLine(CultureInfo.InvariantCulture, $"  hold time {announce.HoldTime.TotalSeconds:0};");

            // By default it waits 5 s before it first connects: a BIRD that was killed would be without its routes for that long.
            text.AppendLine("  connect delay time 1;");
            text.AppendLine("  connect retry time 2;");
            text.AppendLine("  error wait time 1, 4;");
            if (announce.Bfd is not null)
            {
                text.AppendLine("  bfd on;");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"  ipv{family} {{ import none; export filter floating; next hop self; }};");
            text.AppendLine("}");
        }

        return text.ToString();
    }

    /// <summary>The machine's IPv4 address; where it has none, a number made of its hardware address.</summary>
    private static Ip RouterId(RenderPlace place) => place.Machine.AddressOf(isIPv6: false) ?? Ip.FromV4((uint)place.Machine.Mac.Value | 1);
}
