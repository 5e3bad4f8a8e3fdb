using Pierhead.Fabric.Applying;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Checking;

/// <summary>
/// Whether the hardware addresses of the plan are those of the machines: this one's by its own word, the others' by what the kernel
/// has learned on the link. A frame for a wrong one reaches nobody, and no daemon says so.
/// </summary>
public static class HardwareAddresses
{
    /// <param name="name">The machine that this is; another name looks at neighbours only.</param>
    public static IEnumerable<string> Wrong(IMachineSystem system, FabricPlan plan, string name)
    {
        var machines = plan.Nodes.Concat(plan.Balancers).ToList();
        if (machines.FirstOrDefault(machine => machine.Name == name) is not { } here)
        {
            yield break;
        }

        if (Parse(system.Read($"/sys/class/net/{here.Interface}/address")) is not { } own)
        {
            yield return $"`interface` {here.Interface} of `{here.Name}` is not on this machine";
            yield break;
        }

        if (own != here.Mac)
        {
            yield return $"`mac` {here.Mac} is not that of `{here.Name}`: its {here.Interface} has {own}";
        }

        foreach (var (machine, address) in machines.Where(machine => machine != here).SelectMany(machine => machine.Addresses, (machine, address) => (machine, address)))
        {
            if (Neighbour(system, address.ToString(), address.IsIPv6, here.Interface) is { } seen && seen != machine.Mac)
            {
                yield return $"`mac` {machine.Mac} is not that of `{machine.Name}`: {address} is at {seen} on the link";
            }
        }
    }

    /// <summary>What the kernel knows of a neighbour, after it was given a reason to ask.</summary>
    private static MacAddress? Neighbour(IMachineSystem system, string address, bool isIPv6, string link)
    {
        var family = isIPv6 ? "-6" : "-4";
        string[] show = [family, "neigh", "show", address, "dev", link];
        if (Learned(system.Run("ip", show)) is { } known)
        {
            return known;
        }

        // One octet to the discard port: that makes the kernel resolve it.
        Ask(address);
        for (var look = 0; look < 5; look++)
        {
            system.Wait(TimeSpan.FromMilliseconds(50));
            if (Learned(system.Run("ip", show)) is { } learned)
            {
                return learned;
            }
        }

        return null;
    }

    private static void Ask(string address)
    {
        const int Discard = 9;
        var to = System.Net.IPAddress.Parse(address);
        using var socket = new System.Net.Sockets.Socket(to.AddressFamily, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        try
        {
            _ = socket.SendTo([0], new System.Net.IPEndPoint(to, Discard));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // No route to it from here: then nothing can be said about it, as when it does not answer.
        }
    }

    private static MacAddress? Learned(CommandOutcome outcome)
    {
        var words = outcome.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(words, "lladdr");
        return at >= 0 && at + 1 < words.Length ? Parse(words[at + 1]) : null;
    }

    private static MacAddress? Parse(string? text) => MacAddress.TryParse(text?.Trim(), out var mac) ? mac : null;
}
