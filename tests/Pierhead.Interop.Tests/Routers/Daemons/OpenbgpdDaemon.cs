using System.Text.Json;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Routers.Daemons;

/// <summary>OpenBGPD; its shell is bgpctl.</summary>
internal sealed class OpenbgpdDaemon(RouterSite site) : RouterDaemon(site)
{
    private const string Program = "/usr/sbin/bgpd";

    // Its children lock themselves up in the home of its user, which systemd would have made.
    private const string Jail = "/run/openbgpd";

    private string ControlSocket => FilePath("bgpd.sock");

    public override string Ask(params string[] words) => Command.Run("bgpctl", ["-s", ControlSocket, .. words]);

    public override IReadOnlyList<string> Shown(string family)
    {
        string[] words = family switch
        {
            "vpnv4" => ["vpnv4"],
            "vpnv6" => ["vpnv6"],
            _ => [family],
        };
        using var json = JsonDocument.Parse(Ask(["-j", "show", "rib", .. words]));
        return json.RootElement.TryGetProperty("rib", out var rib)
            ? [.. rib.EnumerateArray().Select(path => path.GetProperty("prefix").GetString()!).Select(prefix => prefix.StartsWith("rd ", StringComparison.Ordinal) ? prefix[3..] : prefix)]
            : [];
    }

    public override bool HasSession(string nodeAddress) =>
        Ask("show", "neighbor", nodeAddress).Contains("BGP state = Established", StringComparison.Ordinal);

    public override bool Knows(string prefix) => Ask("show", "rib").Contains(prefix, StringComparison.Ordinal);

    protected override async Task Launch(string configuration, bool restarted)
    {
        Prerequisite.Program(Program, "openbgpd");
        Directory.CreateDirectory(Jail);
        File.Delete(ControlSocket);
        await File.WriteAllTextAsync(FilePath("bgpd.conf"), $"socket \"{ControlSocket}\"\n{configuration}");

        // It refuses a configuration that others could write.
        File.SetUnixFileMode(FilePath("bgpd.conf"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Run(Program, ["-d", "-v", "-f", FilePath("bgpd.conf")]);
        await Eventually.Holds("bgpctl is answered", () => Command.Try("bgpctl", "-s", ControlSocket, "show").Code == 0 || HasExited);
    }
}
