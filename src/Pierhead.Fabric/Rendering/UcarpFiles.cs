using System.Collections.Immutable;
using System.Globalization;
using Pierhead.Fabric.Applying;

namespace Pierhead.Fabric.Rendering;

/// <summary>CARP by ucarp, the first stage: IPv4 only.</summary>
internal static class UcarpFiles
{
    public static IEnumerable<Resource> Resources(RenderPlace place)
    {
        var plan = place.Plan;
        var (floating, own) = place.Families.First(family => !family.Floating.IsIPv6);
        var up = place.PathOf("vip-up.sh");
        var down = place.PathOf("vip-down.sh");
        var upText = $"#!/bin/sh\n# Rendered by `pierhead fabric`.\nip addr replace {floating}/32 dev \"$1\"\nexec arping -q -U -c 3 -I \"$1\" {floating}\n";
        var downText = $"#!/bin/sh\n# Rendered by `pierhead fabric`.\nexec ip addr del {floating}/32 dev \"$1\"\n";
        yield return new FileResource(up, upText, IsScript: true);
        yield return new FileResource(down, downText, IsScript: true);

        // Whoever has the lowest MED advertises a little faster than the others, and is preferred.
        var rank = plan.Nodes.OrderBy(node => node.Med).ThenBy(node => node.Name, StringComparer.Ordinal).ToList().IndexOf(place.Machine);
        ImmutableArray<string> arguments =
        [
            $"--interface={place.Machine.Interface}", $"--srcip={own}", string.Create(CultureInfo.InvariantCulture, $"--vhid={plan.Vrrp.Id}"),
            $"--passfile={plan.Vrrp.PasswordFile}", $"--addr={floating}", $"--upscript={up}", $"--downscript={down}",
            string.Create(CultureInfo.InvariantCulture, $"--advbase={Math.Max(1, (int)plan.Vrrp.Interval.TotalSeconds)}"),
            string.Create(CultureInfo.InvariantCulture, $"--advskew={Math.Min(200, rank * 50)}"),
            "--shutdown",
        ];
        yield return new DaemonResource("ucarp", "ucarp", arguments, [], upText + downText, DaemonReload.Restart, place.Run);
    }
}
