using System.Globalization;
using Pierhead.Interop.Tests.Network;
using Pierhead.Tests;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>
/// The lab of <c>scripts/lab/lab.sh</c> (docs/operating/fabric-lab.md), with namespaces and a folder of this test alone. Its machines are <c>lb-1</c>,
/// <c>lb-2</c>, <c>land-1</c> to <c>land-4</c>, the router <c>rtr</c> and the customers <c>cust</c>. Disposing it takes everything away;
/// when the test failed it shows the end of every log first. One at a time: a whole fabric keeps a small machine busy.
/// </summary>
internal sealed class FabricLab : IAsyncDisposable
{
    /// <summary>What else is named by a process id, a dash and the prefix is removed by a later test, should this process be killed.</summary>
    private const string FolderPrefix = "pierhead-interop-";

    private const int ShownLines = 15;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static int _made;

    private readonly string _prefix;

    private FabricLab(string mode)
    {
        var number = Interlocked.Increment(ref _made);
        Mode = mode;
        _prefix = $"ph{Environment.ProcessId}-lab{number}";
        Folder = Path.Combine(Path.GetTempPath(), $"{FolderPrefix}{Environment.ProcessId}-lab{number}");
    }

    /// <summary>The mode in which it was built.</summary>
    public string Mode { get; }

    /// <summary>All that it writes: <c>log/</c>, <c>tree/</c>, and a folder for each machine with <c>etc/</c> and <c>run/</c>.</summary>
    public string Folder { get; }

    /// <summary>The tree that is edited; <see cref="SpreadTree"/> brings it to the machines.</summary>
    public string Tree => Path.Combine(Folder, "tree");

    /// <summary>The namespace of a machine, the router (<c>rtr</c>) or the customers (<c>cust</c>).</summary>
    public string SpaceOf(string machine) => $"{_prefix}-{machine}";

    /// <summary>The namespaces of the lab that exist.</summary>
    public IReadOnlyList<string> Namespaces =>
        [.. Command.Run("ip", "netns", "list").Split('\n').Select(line => line.Split(' ')[0]).Where(name => name.StartsWith($"{_prefix}-", StringComparison.Ordinal))];

    /// <summary>The executable under test: PIERHEAD_EXECUTABLE, else the one that was built with these tests.</summary>
    private static string Executable =>
        Path.GetFullPath(Environment.GetEnvironmentVariable("PIERHEAD_EXECUTABLE") ?? Path.Combine(AppContext.BaseDirectory, "pierhead"));

    /// <summary>Builds it; skips the test where this machine has not what it takes.</summary>
    /// <param name="bare">Whether nothing is applied and started on the machines.</param>
    /// <param name="speaker"><c>bird</c> or <c>exabgp</c> in the announced modes; null for the mode's own.</param>
    public static async Task<FabricLab> Up(string mode, bool bare = false, string? speaker = null)
    {
        Need(mode);
        var lab = new FabricLab(mode);
        string[] words = bare ? ["up", mode, "bare"] : ["up", mode];
        string[] settings = speaker is null ? [] : [$"LAB_SPEAKER={speaker}"];
        try
        {
            TestContext.Current.TestOutputHelper?.WriteLine(await Task.Run(() => lab.Must(settings, words)));
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command on a machine, which must succeed, and gives what it printed.</summary>
    public string Exec(string machine, params string[] command) => Must([], ["exec", machine, .. command]);

    public (int Code, string Output, string Error) TryExec(string machine, params string[] command) => Try([], ["exec", machine, .. command]);

    /// <summary><c>pierhead fabric</c> and words, on a machine, with its copy of the tree; what came of it.</summary>
    public (int Code, string Output, string Error) TryFabric(string machine, params string[] words) => Try([], ["fabric", machine, .. words]);

    /// <summary><c>pierhead fabric</c> and words on the tree that is edited, from outside of every machine; it must succeed.</summary>
    public string EditTree(params string[] words) => Command.Run(Executable, ["fabric", .. words, "--config", Tree]);

    /// <summary>SIGKILL to all that runs on the machine; a guest ends as a whole.</summary>
    public void Kill(string machine) => Must([], ["kill", machine]);

    /// <summary>Starts a machine that was killed, or applies to one that has come into the tree.</summary>
    public void Start(string machine) => Must([], ["start", machine]);

    /// <summary>Plugs the machine's cable in or out.</summary>
    public void Link(string machine, bool up) => Must([], ["link", machine, up ? "up" : "down"]);

    /// <summary><c>pierhead fabric apply</c> on machines (none named: all), then the processes that the mode has there; what it printed.</summary>
    public string Apply(params string[] machines) => Must([], ["apply", .. machines]);

    /// <summary>Edits the mode of the tree and brings it to every machine; applies nothing.</summary>
    public void SetMode(string mode) => Must([], ["tree", "set-mode", mode]);

    /// <summary>Brings the tree to every machine, as <c>git pull</c> would; applies nothing.</summary>
    public void SpreadTree() => Must([], ["tree", "spread"]);

    /// <summary>200 IPv4 and 200 IPv6 routers.</summary>
    public void StartRouters() => Must([], ["routers", "start"]);

    public void StopRouters() => Must([], ["routers", "stop"]);

    /// <summary>The floating addresses, as the router has them: in BIRD and in the kernel.</summary>
    public string Routes() => Must([], ["routes"]);

    /// <summary>Of each landing node, land-4 included.</summary>
    public IReadOnlyList<NodeSessions> Sessions() =>
        [.. Must([], ["sessions"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).Where(node => node.Node != "all")];

    public ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed || TestContext.Current.TestState is null)
        {
            ShowLogs();
        }

        Must([], ["down"]);
        return ValueTask.CompletedTask;
    }

    private static void Need(string mode)
    {
        Prerequisite.Namespaces();
        Prerequisite.Program("/usr/sbin/bird", "bird2");
        Prerequisite.Program("/usr/sbin/exabgp", "exabgp");
        Prerequisite.Program("/usr/sbin/keepalived", "keepalived");
        Prerequisite.Program("/usr/sbin/ucarp", "ucarp");
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        Prerequisite.Program("/usr/sbin/iptables", "iptables");
        Prerequisite.Program("/usr/bin/arping", "iputils-arping");
        Prerequisite.Program("/usr/bin/ping", "iputils-ping");
        if (mode == "direct-return-lvs")
        {
            Prerequisite.Program("/usr/bin/linux.uml", "user-mode-linux");
            Prerequisite.Program("/usr/sbin/ipvsadm", "ipvsadm");
            Assert.SkipUnless(File.Exists("/dev/net/tun"), "/dev/net/tun is missing: modprobe tun");
        }
    }

    // land-1 ipv4 67 ipv6 66, or land-1 down.
    private static NodeSessions Parse(string line)
    {
        var words = line.Split(' ');
        return words is [var name, "ipv4", var ipv4, "ipv6", var ipv6]
            ? new NodeSessions(name, int.Parse(ipv4, CultureInfo.InvariantCulture), int.Parse(ipv6, CultureInfo.InvariantCulture))
            : new NodeSessions(words[0], null, null);
    }

    private string Must(string[] settings, string[] words)
    {
        var (code, output, error) = Try(settings, words);
        return code == 0 ? output : throw new InvalidOperationException($"lab.sh {string.Join(' ', words)}: exit code {code}: {error}{output}");
    }

    private (int Code, string Output, string Error) Try(string[] settings, string[] words) => Command.TryWithin(
        Limit,
        "env",
        [$"LAB_DIR={Folder}", $"LAB_PREFIX={_prefix}", $"LAB_PIERHEAD={Executable}", "LAB_HOLD=6", .. settings, Path.Combine(Checkout.Folder, "scripts/lab/lab.sh"), .. words]);

    private void ShowLogs()
    {
        var folder = Path.Combine(Folder, "log");
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        foreach (var file in files.Where(file => new FileInfo(file).Length > 0).Order(StringComparer.Ordinal))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"--- {Path.GetFileName(file)}\n{string.Join('\n', File.ReadAllLines(file).TakeLast(ShownLines))}");
        }
    }
}
