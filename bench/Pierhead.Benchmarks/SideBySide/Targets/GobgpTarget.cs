using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pierhead.Benchmarks.SideBySide.Targets;

/// <summary>GoBGP, as many threads as it likes.</summary>
internal sealed partial class GobgpTarget : Target
{
    public override string Name => "GoBGP";

    public override string Version => Shell.Try("/usr/bin/gobgpd", "--version").Output.Trim();

    public override bool IsInstalled => File.Exists("/usr/bin/gobgpd");

    public override async Task<long?> HeldAsync()
    {
        long held = 0;
        foreach (var family in new[] { "ipv4", "ipv6" })
        {
            if (await AskAsync("gobgp", "global", "rib", "summary", "-a", family) is not { } answer || Paths().Match(answer) is not { Success: true } paths)
            {
                return null;
            }

            held += long.Parse(paths.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        return held;
    }

    public override async Task<bool> KnowsAsync(string prefix) =>
        await AskAsync("gobgp", "global", "rib", "-a", prefix.Contains(':') ? "ipv6" : "ipv4", prefix) is { } answer
        && answer.Contains(prefix, StringComparison.Ordinal);

    protected override void Launch(IReadOnlyList<string> routers)
    {
        var text = new StringBuilder($"""
            [global.config]
              as = 64500
              router-id = "{Lab.NodeAddress}"
              local-address-list = ["{Lab.NodeAddress}"]
            [global.apply-policy.config]
              default-export-policy = "reject-route"

            """);
        const string Families = """
              [[{0}.afi-safis]]
                [{0}.afi-safis.config]
                  afi-safi-name = "ipv4-unicast"
              [[{0}.afi-safis]]
                [{0}.afi-safis.config]
                  afi-safi-name = "ipv6-unicast"

            """;
        if (routers.Count > ListedRouters)
        {
            text.AppendLine("[[peer-groups]]\n  [peer-groups.config]\n    peer-group-name = \"landing\"\n    peer-as = 64500\n  [peer-groups.timers.config]\n    hold-time = 180");
            text.AppendFormat(CultureInfo.InvariantCulture, Families, "peer-groups");
            text.AppendLine(CultureInfo.InvariantCulture, $"[[dynamic-neighbors]]\n  [dynamic-neighbors.config]\n    prefix = \"{Lab.RouterRange}\"\n    peer-group = \"landing\"");
        }

        foreach (var router in routers.TakeWhile(_ => routers.Count <= ListedRouters))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"[[neighbors]]\n  [neighbors.config]\n    neighbor-address = \"{router}\"\n    peer-as = 64500");
            text.AppendLine("  [neighbors.transport.config]\n    passive-mode = true\n  [neighbors.timers.config]\n    hold-time = 180");
            text.AppendFormat(CultureInfo.InvariantCulture, Families, "neighbors");
        }

        File.WriteAllText(FilePath("gobgpd.toml"), text.ToString());
        Run("/usr/bin/gobgpd", "-f", FilePath("gobgpd.toml"), "--api-hosts", "127.0.0.1:50051", "--pprof-disable", "-p", "-l", "warn");
    }

    [GeneratedRegex(@"Path: (\d+)")]
    private static partial Regex Paths();
}
