using System.Net;
using System.Text;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Routers;

/// <summary>GoBGP: routes are injected from an MRT file, since its configuration has no place for them.</summary>
internal sealed class GobgpRouter(RouterSite site) : Router(site)
{
    private const string Program = "/usr/bin/gobgpd";

    private const int InjectionTail = 3000;

    private readonly NotificationTap _tap = new(site.Space);
    private readonly StringBuilder _earlier = new();
    private DaemonProcess? _daemon;

    public override string Log => _earlier + (_daemon?.Output ?? string.Empty);

    public override void Kill() => _daemon!.Kill();

    public override void ShutDown(string nodeAddress, string text) => Control("neighbor", nodeAddress, "shutdown", "--reason", text);

    /// <summary>GoBGP 3.10 tells no code of a NOTIFICATION that comes before the session is established: those are seen on the wire.</summary>
    public override bool SawNotification(int code, int subcode, string? text = null) =>
        _tap.Saw(code, subcode, text)
        && (text is null || Log.Contains(text, StringComparison.Ordinal));

    public override bool IsEstablished(string nodeAddress) =>
        Control("neighbor", nodeAddress).Contains("BGP state = ESTABLISHED", StringComparison.OrdinalIgnoreCase);

    public override ValueTask DisposeAsync()
    {
        _daemon?.Dispose();
        _tap.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task Start()
    {
        Prerequisite.Program(Program, "gobgpd");
        _earlier.Append(_daemon?.Output);
        _daemon?.Dispose();
        await File.WriteAllTextAsync(FilePath("gobgpd.toml"), Configuration());
        _daemon = DaemonProcess.Start(
            Site.Space,
            Program,
            ["-f", FilePath("gobgpd.toml"), "--api-hosts", "127.0.0.1:50051", "--pprof-disable", "-p", "-l", "info"]);

        // Its first connection comes seconds after its start: the routes are there before.
        await Eventually.Holds("gobgpd answers", () => Site.Space.Try("gobgp", "global").Code == 0 || _daemon.HasExited);
        Assert.False(_daemon.HasExited, Log);
        Inject();
    }

    private void Inject()
    {
        var routes = Settings.Announcements;
        if (routes.Count == 0)
        {
            return;
        }

        // `gobgp mrt inject` ends before the last of what it sent was taken in: the end of the file is repetition.
        TableDump.Write(
            FilePath("routes.mrt"),
            routes.Concat(Enumerable.Repeat(routes[^1], InjectionTail)),
            IPAddress.Parse(Site.Ipv4),
            IPAddress.Parse(Site.Ipv6));
        Control("mrt", "inject", "global", FilePath("routes.mrt"));
        AssertHeld("ipv4", routes.Count(route => !route.IsIpv6));
        AssertHeld("ipv6", routes.Count(route => route.IsIpv6));
    }

    private void AssertHeld(string family, int count) =>
        Assert.Contains(Invariant($"Destination: {count},"), Control("global", "rib", "summary", "-a", family), StringComparison.Ordinal);

    private string Control(params string[] words) => Site.Space.Run("gobgp", words);

    private string Configuration()
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($$"""
            [global.config]
              as = {{Settings.Asn}}
              router-id = "{{Site.Ipv4}}"
              port = -1
            """));
        foreach (var neighbor in Neighbors())
        {
            text.AppendLine(Invariant($$"""
                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "{{neighbor}}"
                    peer-as = {{Settings.NodeAsn}}
                    auth-password = "{{Settings.Password}}"
                  [neighbors.timers.config]
                    connect-retry = 1
                    idle-hold-time-after-reset = 1
                    hold-time = {{Settings.HoldTime}}
                    keepalive-interval = {{Settings.HoldTime / 3}}
                  [[neighbors.afi-safis]]
                    [neighbors.afi-safis.config]
                      afi-safi-name = "ipv4-unicast"
                  [[neighbors.afi-safis]]
                    [neighbors.afi-safis.config]
                      afi-safi-name = "ipv6-unicast"
                """));
        }

        return text.ToString();
    }
}
