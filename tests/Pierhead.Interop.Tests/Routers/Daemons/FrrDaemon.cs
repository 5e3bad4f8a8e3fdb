using System.Text.Json;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Routers.Daemons;

/// <summary>FRR: zebra for the interfaces, bgpd for the rest; its shell is vtysh, a command a word.</summary>
internal sealed class FrrDaemon(RouterSite site) : RouterDaemon(site)
{
    // /usr/sbin/bgpd may be another package's daemon.
    private const string Zebra = "/usr/lib/frr/zebra";
    private const string Bgpd = "/usr/lib/frr/bgpd";

    /// <summary>It says little on standard error; the configuration sends the rest here.</summary>
    public override string Log => File.Exists(FilePath("bgpd.log")) ? File.ReadAllText(FilePath("bgpd.log")) : base.Log;

    private string ZebraSocket => FilePath("zserv.api");

    public override string Ask(params string[] words) =>
        Command.Run("vtysh", ["--vty_socket", Site.Folder, "-d", "bgpd", .. words.SelectMany(command => new[] { "-c", command })]);

    public override IReadOnlyList<string> Shown(string family)
    {
        var words = family switch
        {
            "ipv4" => "ipv4 unicast",
            "ipv6" => "ipv6 unicast",
            "ipv4-labeled" => "ipv4 labeled-unicast",
            "ipv6-labeled" => "ipv6 labeled-unicast",
            "vpnv4" => "ipv4 vpn",
            "vpnv6" => "ipv6 vpn",
            _ => throw new ArgumentOutOfRangeException(nameof(family)),
        };
        using var json = JsonDocument.Parse(Ask($"show bgp {words} json"));
        var routes = json.RootElement.GetProperty("routes");
        return family.StartsWith("vpn", StringComparison.Ordinal)
            ?
            [
                .. from table in routes.GetProperty("routeDistinguishers").EnumerateObject()
                   from network in table.Value.EnumerateObject()
                   from path in network.Value.EnumerateArray()
                   select $"{table.Name} {network.Name}",
            ]
            : [.. from network in routes.EnumerateObject() from path in network.Value.EnumerateArray() select network.Name];
    }

    public override bool HasSession(string nodeAddress) =>
        Ask($"show bgp neighbors {nodeAddress}").Contains("BGP state = Established", StringComparison.Ordinal);

    public override bool Knows(string prefix) => Ask($"show bgp ipv4 unicast {prefix} json").Contains(prefix, StringComparison.Ordinal);

    protected override async Task Launch(string configuration, bool restarted)
    {
        Prerequisite.Program(Bgpd, "frr");
        File.Delete(ZebraSocket);
        File.Delete(FilePath("bgpd.vty"));
        await File.WriteAllTextAsync(FilePath("bgpd.conf"), $"log file {FilePath("bgpd.log")} debugging\n{configuration}");
        Run(
            Zebra,
            ["-A", "127.0.0.1", "-P", "0", "-z", ZebraSocket, "--vty_socket", Site.Folder, "-i", FilePath("zebra.pid"), "-f", "/dev/null"]);
        await Eventually.Holds("zebra listens", () => File.Exists(ZebraSocket) || HasExited);
        Run(
            Bgpd,
            [
                "-S", "-A", "127.0.0.1", "-P", "0", "-z", ZebraSocket, "--vty_socket", Site.Folder,
                "-i", FilePath("bgpd.pid"), "-f", FilePath("bgpd.conf"),
            ]);
        await Eventually.Holds("bgpd listens", () => File.Exists(FilePath("bgpd.vty")) || HasExited);
    }
}
