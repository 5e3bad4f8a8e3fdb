using System.Collections.Immutable;
using Pierhead.Fabric.Applying;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Rendering;

/// <summary>From the plan alone what has to be on one machine, in the order in which it is put. The same plan gives the same resources, octet by octet.</summary>
public static class FabricRenderer
{
    private const string Loopback = "lo";

    public static ImmutableArray<Resource> Render(RenderPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var isBalancer = place.Plan.Balancers.Contains(place.Machine);
        if (isBalancer && !place.Plan.Mode.HasBalancers())
        {
            // Nothing to do here in this mode: what another mode left is taken away.
            return [];
        }

        return
        [
            .. (place.Plan.Mode, isBalancer) switch
            {
                (FabricMode.ActiveBackup, _) => place.Plan.Driver == FabricDriver.Ucarp ? UcarpFiles.Resources(place) : KeepalivedVrrp.Resources(place),
                (FabricMode.AnnouncedMask or FabricMode.AnnouncedHash, _) =>
                    [.. Quiet(place), .. Forwards(place), .. SpreadTable.Resources(place), .. OnLoopback(place), .. Speaker(place)],
                (FabricMode.DirectReturnLvs, true) => [.. OnLoopback(place), .. Forwards(place), .. BirdConfig.Resources(place), .. KeepalivedLvs.Resources(place)],
                (FabricMode.DirectReturn, true) => BirdConfig.Resources(place),
                _ => [.. Quiet(place), .. OnLoopback(place)],
            },
        ];
    }

    /// <summary>No answer to who asks the link for a floating address.</summary>
    private static IEnumerable<Resource> Quiet(RenderPlace place)
    {
        if (place.Plan.AddressOf(isIPv6: false) is not null)
        {
            yield return new SysctlResource("net/ipv4/conf/all/arp_ignore", "1");
            yield return new SysctlResource("net/ipv4/conf/all/arp_announce", "2");
        }
    }

    /// <summary>
    /// The floating addresses, where packets for them end. After what passes on the sessions of others: a machine that has an address and
    /// no socket answers with a reset.
    /// </summary>
    private static IEnumerable<Resource> OnLoopback(RenderPlace place) =>
        place.Plan.Addresses.Select(floating => new AddressResource(floating.ToString(), floating.IsIPv6, Loopback));

    /// <summary>A machine that passes packets on which are for an address of its own, out of the interface by which they came.</summary>
    private static IEnumerable<Resource> Forwards(RenderPlace place)
    {
        var link = place.Machine.Interface;
        if (place.Plan.AddressOf(isIPv6: false) is not null)
        {
            yield return new SysctlResource("net/ipv4/ip_forward", "1");
            foreach (var name in new[] { "all", link })
            {
                yield return new SysctlResource($"net/ipv4/conf/{name}/send_redirects", "0");
                yield return new SysctlResource($"net/ipv4/conf/{name}/rp_filter", "0");
            }
        }

        if (place.Plan.AddressOf(isIPv6: true) is not null)
        {
            yield return new SysctlResource("net/ipv6/conf/all/forwarding", "1");
        }
    }

    private static IEnumerable<Resource> Speaker(RenderPlace place) =>
        place.Plan.Announce!.Speaker == FabricSpeaker.Bird ? BirdConfig.Resources(place) : ExabgpConfig.Resources(place);
}
