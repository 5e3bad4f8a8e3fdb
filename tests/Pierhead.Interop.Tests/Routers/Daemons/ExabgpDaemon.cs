using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Routers.Daemons;

/// <summary>ExaBGP; its shell is a process of its own that it takes commands from and answers: here, two files.</summary>
internal sealed class ExabgpDaemon(RouterSite site) : RouterDaemon(site)
{
    private const string Program = "/usr/sbin/exabgp";

    private static readonly Dictionary<string, string> Environment = new()
    {
        // It would become the user exabgp, who can read nothing here.
        ["exabgp_daemon_drop"] = "false",
        ["exabgp_daemon_user"] = "root",
        ["exabgp_api_cli"] = "false",
        ["exabgp_api_ack"] = "true",
        ["exabgp_api_encoder"] = "text",
        ["exabgp_log_level"] = "INFO",
    };

    private string Commands => FilePath("commands");

    private string Answers => FilePath("answers");

    /// <summary>Sends one command, and gives what is answered before its <c>done</c>.</summary>
    public override string Ask(params string[] words)
    {
        var before = File.ReadAllText(Answers).Length;
        File.AppendAllText(Commands, string.Join(' ', words) + "\n");
        var limit = TimeSpan.FromSeconds(20);
        if (!SpinWait.SpinUntil(() => File.ReadAllText(Answers)[before..].EndsWith("done\n", StringComparison.Ordinal), limit))
        {
            throw new TimeoutException($"exabgp has not done '{string.Join(' ', words)}' in {limit.TotalSeconds} s: {File.ReadAllText(Answers)[before..]}");
        }

        return File.ReadAllText(Answers)[before..];
    }

    /// <summary>Of its lines, what follows the family: <c>ipv4 mpls-vpn 10.0.0.0/24 label 101 next-hop 192.0.2.1 rd 64500:1</c>.</summary>
    public override IReadOnlyList<string> Shown(string family)
    {
        var version = family.Contains("v6", StringComparison.Ordinal) ? "ipv6" : "ipv4";
        var mark = (family.Contains("flowspec", StringComparison.Ordinal), family.StartsWith("vpn", StringComparison.Ordinal)) switch
        {
            (true, true) => $" {version} flow-vpn ",
            (true, false) => $" {version} flow ",
            (false, true) => $" {version} mpls-vpn ",
            _ => family.EndsWith("labeled", StringComparison.Ordinal) ? $" {version} nlri-mpls " : $" {version} unicast ",
        };
        return
        [
            .. Ask("show", "adj-rib", "out", "extensive").Split('\n')
                .Where(line => line.Contains(mark, StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Split(' '))
                .Select(words => Array.IndexOf(words, "rd") is var at and > 0 ? $"{words[at + 1]} {words[0]}" : words[0]),
        ];
    }

    public override bool HasSession(string nodeAddress) => Log.Contains($"connected to peer-1 with", StringComparison.Ordinal);

    /// <summary>It keeps no table.</summary>
    public override bool Knows(string prefix) => false;

    protected override async Task Launch(string configuration, bool restarted)
    {
        var program = File.Exists(Program) ? Program : "/usr/bin/exabgp";
        Prerequisite.Program(program, "exabgp");
        var script = FilePath("control.sh");
        await File.WriteAllTextAsync(Commands, string.Empty);
        await File.WriteAllTextAsync(Answers, string.Empty);
        await File.WriteAllTextAsync(script, $"#!/bin/sh\ntail -n +1 -f {Commands} &\nexec cat >>{Answers}\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(FilePath("exabgp.conf"), $"process control {{ run {script}; encoder text; }}\n{configuration}");
        Run(program, [FilePath("exabgp.conf")], Environment);
        await Eventually.Holds("exabgp runs", () => Log.Contains("loaded new configuration", StringComparison.Ordinal) || HasExited);
    }
}
