using Pierhead.Model.Fabric;
using Pierhead.Model.Snapshot;

namespace Pierhead.Fabric.Checking;

/// <summary>What a mode cannot do, for the devices that the tree has.</summary>
public static class ModeNotes
{
    public static IEnumerable<string> Of(FabricPlan plan, IReadOnlyList<Device> devices)
    {
        if (!plan.Mode.PlacesDevices())
        {
            var many = devices.Count(device => device.Addresses.Length + device.Exporters.Length > 1);
            yield return $"`{plan.Mode.Word()}` places each source address for itself: the two families of a device, or its exporters, may land on different nodes"
                + (many == 0 ? "" : $" ({many} devices have more than one address)") + "; `direct-return` places devices";
        }

        var near = devices.Count(device => device.Bgp.GtsmHops is not null);
        if (near != 0 && plan.Mode is FabricMode.AnnouncedMask or FabricMode.AnnouncedHash or FabricMode.DirectReturnLvs)
        {
            var who = plan.Mode == FabricMode.DirectReturnLvs ? "IPVS" : "the node on which a packet lands";
            yield return $"{who} takes one from the TTL of what it passes on: `gtsm` of {near} devices must count one hop more than the routers are away";
        }

        if (plan.Mode.SpreadsOnNodes())
        {
            yield return "`bgp: listen` must be 0.0.0.0 and [::]: a session's socket is told from the listener by its being bound to an address";
            yield return "ICMP errors for the floating address reach the node on which they land, which may not be the session's: path-MTU discovery needs TCP's own probing there (net.ipv4.tcp_mtu_probing = 1)";
        }

        if (plan.Mode == FabricMode.ActiveBackup)
        {
            yield return "sessions do not survive a move of the address: the other node has no state of them";
        }

        if (plan.Mode == FabricMode.AnnouncedMask)
        {
            yield return "wildcard masks have a power of two of buckets, dealt out in turn: weights are not followed, and routers that end in the same bits share one node";
        }
    }
}
