namespace Pierhead.Interop.Tests.Network;

/// <summary>
/// A network namespace of this test process, named <c>ph&lt;pid&gt;-&lt;number&gt;-&lt;role&gt;</c>. Disposing it ends every
/// process inside and removes it with its links.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const string Prefix = "ph";

    private static int _made;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>Makes the namespace, with its loopback up.</summary>
    public static NetworkNamespace Create(string role)
    {
        RemoveStale();
        var space = new NetworkNamespace($"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _made)}-{role}");
        Command.Run("ip", "netns", "add", space.Name);
        space.Ip("link", "set", "dev", "lo", "up");
        return space;
    }

    public void Ip(params string[] arguments) => Command.Run("ip", ["-n", Name, .. arguments]);

    /// <summary>Runs a program in the namespace, which must succeed, and gives what it printed.</summary>
    public string Run(string program, params string[] arguments) => Command.Run("ip", ["netns", "exec", Name, program, .. arguments]);

    public (int Code, string Output, string Error) Try(string program, params string[] arguments) =>
        Command.Try("ip", ["netns", "exec", Name, program, .. arguments]);

    public void AddAddress(string device, string address)
    {
        string[] withoutDetection = address.Contains(':', StringComparison.Ordinal) ? ["nodad"] : [];
        Ip(["addr", "add", address, "dev", device, .. withoutDetection]);
    }

    public void SetLink(string device, bool up) => Ip("link", "set", "dev", device, up ? "up" : "down");

    /// <summary>A pair of virtual Ethernet ends, one here and one in <paramref name="other"/>; both are down at first.</summary>
    public void Connect(string device, NetworkNamespace other, string otherDevice) =>
        Command.Run(
            "ip", "link", "add", device, "netns", Name, "type", "veth", "peer", "name", otherDevice, "netns", other.Name);

    public void Dispose() => Remove(Name);

    private static void Remove(string name)
    {
        foreach (var pid in Command.Try("ip", "netns", "pids", name).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Command.Try("kill", "-9", pid);
        }

        Command.Try("ip", "netns", "del", name);
    }

    private static void RemoveStale()
    {
        foreach (var line in Command.Run("ip", "netns", "list").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = line.Split(' ')[0];
            if (Leftover.IsOfDeadProcess(name, Prefix))
            {
                Remove(name);
            }
        }
    }
}
