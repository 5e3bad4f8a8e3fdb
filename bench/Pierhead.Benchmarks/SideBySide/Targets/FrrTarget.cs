using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pierhead.Benchmarks.SideBySide.Targets;

/// <summary>FRR's bgpd, without zebra: nothing is installed anywhere.</summary>
internal sealed class FrrTarget : Target
{
    private const string Program = "/usr/lib/frr/bgpd";

    public override string Name => "FRR";

    public override string Version => Shell.Try(Program, "--version").Output.Split('\n')[0].Trim();

    public override bool IsInstalled => File.Exists(Program);

    public override async Task<long?> HeldAsync()
    {
        var answer = await AskAsync("vtysh", "--vty_socket", Folder, "-d", "bgpd", "-c", "show bgp summary json");
        if (answer is null)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.EnumerateObject()
                .Where(family => family.Value.ValueKind == JsonValueKind.Object && family.Value.TryGetProperty("peers", out _))
                .SelectMany(family => family.Value.GetProperty("peers").EnumerateObject())
                .Sum(peer => peer.Value.TryGetProperty("pfxRcd", out var received) ? received.GetInt64() : 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override async Task<bool> KnowsAsync(string prefix) =>
        await AskAsync("vtysh", "--vty_socket", Folder, "-d", "bgpd", "-c", $"show bgp {(prefix.Contains(':') ? "ipv6" : "ipv4")} unicast {prefix} json") is { } answer
        && answer.Contains("paths", StringComparison.Ordinal);

    protected override void Launch(IReadOnlyList<string> routers)
    {
        var text = new StringBuilder($"""
            frr defaults traditional
            router bgp 64500
             bgp router-id {Lab.NodeAddress}
             no bgp ebgp-requires-policy
             neighbor landing peer-group
             neighbor landing remote-as 64500
             neighbor landing passive
             neighbor landing timers 60 180

            """);
        if (routers.Count > ListedRouters)
        {
            text.AppendLine(" bgp listen limit 65535").AppendLine(CultureInfo.InvariantCulture, $" bgp listen range {Lab.RouterRange} peer-group landing");
        }

        foreach (var router in routers.TakeWhile(_ => routers.Count <= ListedRouters))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $" neighbor {router} peer-group landing");
        }

        text.AppendLine(" address-family ipv4 unicast\n  neighbor landing activate\n  neighbor landing route-map none out\n exit-address-family");
        text.AppendLine(" address-family ipv6 unicast\n  neighbor landing activate\n  neighbor landing route-map none out\n exit-address-family");
        text.AppendLine("exit\nroute-map none deny 10\nexit");
        File.WriteAllText(FilePath("bgpd.conf"), text.ToString());
        Run(
            Program,
            "-S", "-Z", "-A", "127.0.0.1", "-P", "0", "-l", Lab.NodeAddress, "--vty_socket", Folder, "-i", FilePath("bgpd.pid"), "-f", FilePath("bgpd.conf"));
    }
}
