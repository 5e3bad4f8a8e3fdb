using System.Diagnostics;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>
/// Two network namespaces with a link between them: the target in one, the routers in the other, which has a /16 of addresses to connect
/// from. Made anew, and removed with all that runs in it.
/// </summary>
internal sealed class Lab : IDisposable
{
    public const string Node = "phb-node";
    public const string Routers = "phb-feed";
    public const string NodeAddress = "10.99.0.1";
    public const string FirstRouter = "10.200.0.1";
    public const string RouterRange = "10.200.0.0/16";

    public Lab()
    {
        Remove();
        Ip("netns", "add", Node);
        Ip("netns", "add", Routers);
        Ip("link", "add", "phb0", "netns", Node, "type", "veth", "peer", "name", "phb1", "netns", Routers);
        In(Node, "addr", "add", $"{NodeAddress}/30", "dev", "phb0");
        In(Routers, "addr", "add", "10.99.0.2/30", "dev", "phb1");
        foreach (var (space, link) in new[] { (Node, "phb0"), (Routers, "phb1") })
        {
            In(space, "link", "set", "lo", "up");
            In(space, "link", "set", link, "up");
        }

        In(Node, "route", "add", RouterRange, "via", "10.99.0.2");
        In(Routers, "route", "add", "local", RouterRange, "dev", "lo");
    }

    public void Dispose() => Remove();

    private static void Remove()
    {
        foreach (var space in new[] { Node, Routers })
        {
            if (File.Exists($"/run/netns/{space}"))
            {
                foreach (var pid in Shell.Run("ip", "netns", "pids", space).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    _ = Shell.Try("kill", "-9", pid);
                }

                Ip("netns", "del", space);
            }
        }
    }

    private static void In(string space, params string[] words) => Ip(["-n", space, .. words]);

    private static void Ip(params string[] words) => Shell.Run("ip", words);
}
