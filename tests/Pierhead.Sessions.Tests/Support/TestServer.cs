using System.Net;
using Microsoft.Extensions.Logging;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Fsm;

namespace Pierhead.Sessions.Tests.Support;

/// <summary>A server on loopback, on ports that the kernel chose.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly SlotHarness.MeterFactory _meters = new();

    private TestServer(BgpServerOptions options, bool ipv6)
    {
        options = options with
        {
            Lanes = 2,
            ListenEndpoints = options.ListenEndpoints ?? [new IPEndPoint(ipv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0)],
        };
        Loggers.AddProvider(Log);
        Bgp = new BgpServer(options, Tables, Loggers, _meters);
    }

    internal LoggerFactory Loggers { get; } = new();

    internal RecordingLog Log { get; } = new();

    internal RecordingTables Tables { get; } = new();

    internal System.Diagnostics.Metrics.Meter Meter => _meters.Made!;

    internal BgpServer Bgp { get; }

    internal IPEndPoint Endpoint => Bgp.Endpoints[0];

    internal static async Task<TestServer> Start(Configuration configuration, BgpServerOptions? options = null, bool ipv6 = false)
    {
        var server = new TestServer(options ?? new BgpServerOptions(), ipv6);
        await server.Bgp.StartAsync(configuration);
        return server;
    }

    internal SessionStatus Status(SessionKey key) => Bgp.Find(key) ?? throw new InvalidOperationException($"no session {key}");

    internal Task UntilEstablished(SessionKey key) =>
        Wait.Until(() => Bgp.Find(key)?.State == BgpState.Established, $"{key} established");

    public async ValueTask DisposeAsync()
    {
        await Bgp.DisposeAsync();
        Loggers.Dispose();
    }
}
