using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Rendering;

/// <summary>A word beforehand: what applying costs the sessions.</summary>
public static class Interruptions
{
    /// <param name="from">The mode that is applied now; null where none is.</param>
    public static string Of(FabricMode? from, FabricMode to)
    {
        if (from is null)
        {
            return "nothing is applied on this machine yet: no session is interrupted";
        }

        if (from == to)
        {
            return to switch
            {
                FabricMode.ActiveBackup => "sessions stay, unless the address moves",
                FabricMode.AnnouncedMask => "a change of membership resets the sessions whose mask now names another node; others stay",
                FabricMode.AnnouncedHash => "sessions stay: those that a change places anew are found by their second chance",
                _ => "sessions stay",
            };
        }

        return (from, to) switch
        {
            (FabricMode.ActiveBackup, FabricMode.AnnouncedHash) =>
                "the address leaves the link and is announced instead: sessions are on one node, and stay where it is one of the three candidates of their source; the others, and those that notice the move, are reset once, and come back as fast as the routers retry",
            (FabricMode.ActiveBackup, _) =>
                "the address leaves the link and is announced instead: sessions are on one node; those that the new mode places on another are reset once, and come back as fast as the routers retry",
            (_, FabricMode.ActiveBackup) =>
                "the address is held by one node again: sessions of all other nodes are reset once",
            (FabricMode.AnnouncedMask or FabricMode.AnnouncedHash, FabricMode.AnnouncedMask or FabricMode.AnnouncedHash) =>
                "sessions whose source the other way of spreading places on another node are reset once, except where a second chance finds them",
            (FabricMode.AnnouncedMask or FabricMode.AnnouncedHash, _) =>
                "apply on the balancers first: nodes announce until the balancers do. Sessions that the balancers place on another node than they are on are reset once; with pins (`direct-return`) those reported by their nodes stay, but of a device with sessions on several nodes only those on one",
            (_, FabricMode.AnnouncedMask or FabricMode.AnnouncedHash) =>
                "apply on the nodes first, then on the balancers. Sessions that the hash places on another node are reset once",
            _ => "apply on one balancer after the other, the one that is not preferred first: sessions that the new mode places on another node are reset once; with pins (`direct-return`) those reported by their nodes stay",
        };
    }
}
