using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Routers.Daemons;

/// <summary>BIRD 2; its shell is birdc.</summary>
internal sealed class BirdDaemon(RouterSite site) : RouterDaemon(site)
{
    private const string Program = "/usr/sbin/bird";

    private string ControlSocket => FilePath("bird.ctl");

    public override string Ask(params string[] words) => Command.Run("birdc", ["-s", ControlSocket, .. words]);

    /// <summary>Of the table with the family's name in it: <c>t_vpnv4</c>; of IPv4 and IPv6 the master tables.</summary>
    public override IReadOnlyList<string> Shown(string family)
    {
        var table = family switch
        {
            "ipv4" => "master4",
            "ipv6" => "master6",
            _ => $"t_{family.Replace('-', '_')}",
        };
        var keys = new List<string>();
        var last = string.Empty;

        // Of several paths of one network, the network is written once.
        foreach (var line in Ask("show", "route", "table", table).Split('\n').Where(line => line.Contains('[', StringComparison.Ordinal)))
        {
            last = char.IsWhiteSpace(line[0]) ? last : Network(line);
            keys.Add(last);
        }

        return keys;
    }

    public override bool HasSession(string nodeAddress) =>
        Ask("show", "protocols").Split('\n').Any(line => line.Contains(" BGP ", StringComparison.Ordinal) && line.Contains("Established", StringComparison.Ordinal));

    public override bool Knows(string prefix) =>
        Command.Try("birdc", "-s", ControlSocket, "show", "route", "for", prefix).Output.Contains(prefix, StringComparison.Ordinal);

    private static string Network(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[0].Contains('/', StringComparison.Ordinal) ? words[0] : $"{words[0]} {words[1]}";
    }

    protected override async Task Launch(string configuration, bool restarted)
    {
        Prerequisite.Program(Program, "bird2");
        File.Delete(ControlSocket);
        await File.WriteAllTextAsync(FilePath("bird.conf"), configuration);
        string[] arguments = ["-f", "-c", FilePath("bird.conf"), "-s", ControlSocket];
        Run(Program, restarted ? [.. arguments, "-R"] : arguments);
        await Eventually.Holds("bird answers", () => File.Exists(ControlSocket) || HasExited);
    }
}
