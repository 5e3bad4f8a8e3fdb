using System.Text.Json;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Routers.Daemons;

/// <summary>GoBGP; its shell is gobgp.</summary>
internal sealed class GobgpDaemon(RouterSite site) : RouterDaemon(site)
{
    private const string Program = "/usr/bin/gobgpd";

    public override string Ask(params string[] words) => Site.Space.Run("gobgp", words);

    public override IReadOnlyList<string> Shown(string family)
    {
        var name = family.Replace("vpnv4-", "ipv4-l3vpn-", StringComparison.Ordinal).Replace("vpnv6-", "ipv6-l3vpn-", StringComparison.Ordinal)
            .Replace("labeled", "mpls", StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Ask("global", "rib", "-a", name, "-j"));
        return
        [
            .. from network in json.RootElement.EnumerateObject()
               from path in network.Value.EnumerateArray()
               select Key(path.GetProperty("nlri"), network.Name),
        ];
    }

    public override bool HasSession(string nodeAddress) =>
        Ask("neighbor", nodeAddress).Contains("BGP state = ESTABLISHED", StringComparison.Ordinal);

    public override bool Knows(string prefix) => Ask("global", "rib", "-a", "ipv4").Contains(prefix, StringComparison.Ordinal);

    // A distinguisher is written as its parts, which its network's name has in one.
    private static string Key(JsonElement nlri, string name) =>
        nlri.TryGetProperty("rd", out _) && nlri.TryGetProperty("prefix", out var prefix)
            ? $"{name[..name.IndexOf(prefix.GetString()!, StringComparison.Ordinal)].TrimEnd(':')} {prefix.GetString()}"
            : nlri.TryGetProperty("prefix", out prefix) ? prefix.GetString()! : name;

    protected override async Task Launch(string configuration, bool restarted)
    {
        Prerequisite.Program(Program, "gobgpd");
        await File.WriteAllTextAsync(FilePath("gobgpd.toml"), configuration);
        string[] arguments = ["-f", FilePath("gobgpd.toml"), "--api-hosts", "127.0.0.1:50051", "--pprof-disable", "-p", "-l", "info"];
        Run(Program, restarted ? [.. arguments, "-r"] : arguments);
        await Eventually.Holds("gobgpd answers", () => Site.Space.Try("gobgp", "global").Code == 0 || HasExited);
    }
}
