using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pierhead.Benchmarks.SideBySide.Targets;

/// <summary>OpenBGPD, three processes.</summary>
internal sealed partial class OpenbgpdTarget : Target
{
    private const string Program = "/usr/sbin/bgpd";

    // Its children lock themselves up in the home of its user, which systemd would have made.
    private const string Jail = "/run/openbgpd";

    public override string Name => "OpenBGPD";

    public override string Version => Shell.Try("dpkg-query", "-W", "-f", "OpenBGPD ${Version}", "openbgpd").Output.Trim();

    public override bool IsInstalled => File.Exists(Program);

    private const int Tables = 2;

    private string ControlSocket => FilePath("bgpd.sock");

    public override async Task<long?> HeldAsync() =>
        await AskAsync("bgpctl", "-s", ControlSocket, "show", "rib", "memory") is { } answer && Routes().Match(answer) is { Success: true } routes
            ? long.Parse(routes.Groups[1].Value, CultureInfo.InvariantCulture) / Tables
            : null;

    public override async Task<bool> KnowsAsync(string prefix) =>
        await AskAsync("bgpctl", "-s", ControlSocket, "show", "rib", prefix) is { } answer && answer.Contains(prefix, StringComparison.Ordinal);

    protected override void Launch(IReadOnlyList<string> routers)
    {
        Directory.CreateDirectory(Jail);
        var text = new StringBuilder($"""
            socket "{ControlSocket}"
            AS 64500
            router-id {Lab.NodeAddress}
            holdtime 180
            fib-update no
            listen on {Lab.NodeAddress}

            """);
        string[] neighbors = routers.Count > ListedRouters ? [Lab.RouterRange] : [.. routers];
        foreach (var neighbor in neighbors)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"neighbor {neighbor} {{\n remote-as 64500\n passive\n announce IPv4 unicast\n announce IPv6 unicast\n}}");
        }

        text.AppendLine("allow from any").AppendLine("deny to any");
        File.WriteAllText(FilePath("bgpd.conf"), text.ToString());
        File.SetUnixFileMode(FilePath("bgpd.conf"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Run(Program, "-d", "-f", FilePath("bgpd.conf"));
    }

    // Of both of its tables together: each route has an entry in the Adj-RIB-In, and another in the Loc-RIB.
    [GeneratedRegex(@"(\d+) prefix entries using")]
    private static partial Regex Routes();
}
