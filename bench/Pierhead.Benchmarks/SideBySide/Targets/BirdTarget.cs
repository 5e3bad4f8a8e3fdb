using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pierhead.Benchmarks.SideBySide.Targets;

/// <summary>BIRD 2: one process, one thread; every route of every router is in its tables.</summary>
internal sealed partial class BirdTarget : Target
{
    public override string Name => "BIRD";

    public override string Version => Shell.Try("/usr/sbin/bird", "--version").Errors.Trim();

    public override bool IsInstalled => File.Exists("/usr/sbin/bird");

    private string ControlSocket => FilePath("bird.ctl");

    public override async Task<long?> HeldAsync() =>
        await AskAsync("birdc", "-r", "-s", ControlSocket, "show", "route", "count") is { } answer && Count().Matches(answer) is { Count: > 0 } counts
            ? counts.Max(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;

    public override async Task<bool> KnowsAsync(string prefix) =>
        await AskAsync("birdc", "-r", "-s", ControlSocket, "show", "route", prefix) is { } answer && answer.Contains(prefix, StringComparison.Ordinal);

    protected override void Launch(IReadOnlyList<string> routers)
    {
        var text = new StringBuilder($"""
            router id {Lab.NodeAddress};
            protocol device {LeftBrace}{RightBrace}
            template bgp landing {LeftBrace}
              local {Lab.NodeAddress} as 64500;
              passive;
              hold time 180;
              ipv4 {LeftBrace} import all; export none; {RightBrace};
              ipv6 {LeftBrace} import all; export none; {RightBrace};
            {RightBrace}

            """);
        if (routers.Count > ListedRouters)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"protocol bgp routers from landing {{ neighbor range {Lab.RouterRange} as 64500; dynamic name \"r\"; }}");
        }

        foreach (var (index, router) in routers.Index().TakeWhile(_ => routers.Count <= ListedRouters))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"protocol bgp r{index} from landing {{ neighbor {router} as 64500; }}");
        }

        File.WriteAllText(FilePath("bird.conf"), text.ToString());
        Run("/usr/sbin/bird", "-f", "-c", FilePath("bird.conf"), "-s", ControlSocket, "-P", FilePath("bird.pid"));
    }

    private const string LeftBrace = "{";
    private const string RightBrace = "}";

    [GeneratedRegex(@"(\d+) of \d+ routes")]
    private static partial Regex Count();
}
