using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pierhead.Fabric.Applying;

/// <summary>What a machine must have before anything on it is touched: rights, programs, an interface, free ports.</summary>
public static partial class Prerequisites
{
    /// <summary>CAP_NET_ADMIN, as a bit of CapEff in /proc/self/status.</summary>
    private const int NetAdmin = 12;

    private static readonly Version OldestNft = new(1, 0, 2);
    private static readonly Version OldestKeepalived = new(2, 1);
    private static readonly Version OldestBird = new(2, 0, 8);

    private static readonly ImmutableDictionary<string, string> Packages = new Dictionary<string, string>
    {
        ["ip"] = "iproute2",
        ["nft"] = "nftables",
        ["bird"] = "bird2",
        ["birdc"] = "bird2",
        ["arping"] = "iputils-arping",
        ["setsid"] = "util-linux",
    }.ToImmutableDictionary();

    /// <summary>All that is missing, a sentence each; none when the resources can be put.</summary>
    public static IReadOnlyList<string> Missing(IMachineSystem system, string link, ImmutableArray<Resource> wanted)
    {
        var missing = new List<string>();
        if (!MayChangeNetwork(system))
        {
            missing.Add("this needs root, or CAP_NET_ADMIN: nothing was touched; run it as root");
        }

        if (wanted.IsEmpty)
        {
            return missing;
        }

        if (system.Read($"/sys/class/net/{link}/address") is null)
        {
            missing.Add($"there is no interface `{link}` on this machine: correct `interface` in fabric.yaml, or --machine");
        }

        foreach (var program in ProgramsOf(wanted))
        {
            if (!system.Run("sh", ["-c", "command -v \"$1\"", "sh", program]).Succeeded)
            {
                missing.Add($"`{program}` is not on this machine: apt-get install {Packages.GetValueOrDefault(program, program)}");
            }
            else if (TooOld(system, program) is { } words)
            {
                missing.Add(words);
            }
        }

        if (wanted.Any(resource => resource is SysctlResource { Name: "net/ipv4/vs/sync_threshold" }) && system.Read("/proc/net/ip_vs") is null)
        {
            missing.Add("the kernel has no IPVS: modprobe ip_vs ip_vs_mh, or use the mode `direct-return`, which does without");
        }

        foreach (var daemon in wanted.OfType<DaemonResource>())
        {
            missing.AddRange(Ports(system, daemon));
        }

        return missing;
    }

    private static bool MayChangeNetwork(IMachineSystem system) =>
        system.Read("/proc/self/status")?.Split('\n').FirstOrDefault(line => line.StartsWith("CapEff:", StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line[7..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
        && ((bits >> NetAdmin) & 1) != 0;

    private static IEnumerable<string> ProgramsOf(ImmutableArray<Resource> wanted) =>
        wanted.SelectMany(resource => resource switch
        {
            DaemonResource { Reload: DaemonReload.BirdConfigure } => ["setsid", "bird", "birdc"],
            DaemonResource { Program: "ucarp" } => ["setsid", "ucarp", "arping"],
            DaemonResource daemon => ["setsid", daemon.Program],
            NftTableResource => ["nft"],
            AddressResource or LocalRuleResource or MarkRouteResource => ["ip"],
            _ => Array.Empty<string>(),
        }).Distinct();

    private static string? TooOld(IMachineSystem system, string program)
    {
        var oldest = program switch { "nft" => OldestNft, "keepalived" => OldestKeepalived, "bird" => OldestBird, _ => null };
        if (oldest is null)
        {
            return null;
        }

        var outcome = system.Run(program, ["--version"]);
        return VersionNumber().Match(outcome.Output + outcome.Error) is { Success: true } match && Version.TryParse(match.Value, out var version)
            ? version < oldest ? $"`{program}` {version} is too old: {oldest} or later is needed" : null
            : $"`{program} --version` did not say a version: {outcome.Words}";
    }

    /// <summary>A daemon that is not ours yet, where another has the port that it wants, would fail in a way that says little.</summary>
    private static IEnumerable<string> Ports(IMachineSystem system, DaemonResource daemon)
    {
        if (daemon.Reload != DaemonReload.BirdConfigure || daemon.IsInPlace(system) || system.Read($"{daemon.Run}/{daemon.Name}.pid") is not null)
        {
            yield break;
        }

        foreach (var (file, port, what) in new[] { ("/proc/net/tcp", 1179, "TCP 1179"), ("/proc/net/udp", 3784, "UDP 3784 (BFD)") })
        {
            if (file.EndsWith("udp", StringComparison.Ordinal) && !daemon.Configuration.Contains("protocol bfd", StringComparison.Ordinal))
            {
                continue;
            }

            var word = string.Create(CultureInfo.InvariantCulture, $":{port:X4} 00000000:0000 ");
            if (system.Read(file)?.Contains(word, StringComparison.Ordinal) == true)
            {
                yield return $"another program has the port {what}, which BIRD needs (see `ss -lntup`): end it, or take BFD out";
            }
        }
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex VersionNumber();
}
