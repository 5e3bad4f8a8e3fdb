using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Routers;

/// <summary>Where a router stands: its namespace, its link to the node and the addresses of both ends.</summary>
internal sealed record RouterSite(string Name, NetworkNamespace Space, NetworkNamespace Land, int Number, string Folder)
{
    /// <summary>The router's end of the link.</summary>
    public const string Device = "eth0";

    /// <summary>The node's end.</summary>
    public string LandDevice => $"r{Number}";

    public string Ipv4 => $"10.91.{Number}.2";

    public string Ipv6 => $"fd91:{Number}::2";

    public string NodeIpv4 => $"10.91.{Number}.1";

    public string NodeIpv6 => $"fd91:{Number}::1";

    /// <summary>Takes the router's end of the link down: nothing passes, and the node is not told.</summary>
    public void Cut() => Space.SetLink(Device, up: false);
}
