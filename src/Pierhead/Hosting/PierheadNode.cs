using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pierhead.Control;
using Pierhead.Control.Announcements;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Sessions;
using Pierhead.Web.Contract;
using Pierhead.Web.Hosting;
using Pierhead.Web.Node;

namespace Pierhead.Hosting;

/// <summary>
/// A node put together: tables, sessions and API over one configuration. The API is up before the first router is let in,
/// and goes away after the last one has been told.
/// </summary>
internal sealed partial class PierheadNode : INode, IAsyncDisposable
{
    private readonly string _directory;
    private readonly string? _announcements;
    private readonly TimeProvider _time;
    private readonly WebApplication _web;
    private readonly ILogger _log;
    private readonly Lock _reload = new();
    private readonly Checkpoint? _checkpoint;
    private volatile Configuration _configuration;
    private volatile bool _stopping;
    private volatile bool _started;

    /// <param name="announcements">The file of what is announced, for labs and tests; null for nothing.</param>
    public PierheadNode(
        string directory, Configuration configuration, TimeProvider time, Action<ILoggingBuilder> logging, string? announcements = null)
    {
        _directory = directory;
        _announcements = announcements;
        _configuration = configuration;
        _time = time;
        StartedAt = time.GetUtcNow();
        var limits = configuration.Node.Limits;
        Tables = new RouteTables(new RouteTablesOptions
        {
            MaxPrefixes = limits.Prefixes,
            MaxAttributeSets = limits.AttributeSets,
            MaxAttributeBytes = limits.AttributeOctets,
        });
        _web = ApiApplication.Build(this, time, logging);
        var loggers = _web.Services.GetRequiredService<ILoggerFactory>();
        _log = loggers.CreateLogger("Pierhead.Node");
        var meters = _web.Services.GetRequiredService<IMeterFactory>();
        Bgp = new BgpServer(new BgpServerOptions { TimeProvider = time }, new TableSource(Tables), loggers, meters);
        if (configuration.Node.State is { Path: not null } state)
        {
            _checkpoint = new Checkpoint(Tables, state, configuration.Node.Name, time, loggers.CreateLogger<Checkpoint>(), meters);
        }
    }

    public Configuration Configuration => _configuration;

    public string Version => ProductVersion.Text;

    public DateTimeOffset StartedAt { get; }

    public RouteTables Tables { get; }

    public BgpServer Bgp { get; }

    /// <summary>The addresses the API listens on, after the start; the first one is the console's.</summary>
    public IEnumerable<string> ApiAddresses => _web.Urls;

    /// <summary>Lets callers and routers in; what the tree holds but this version does not use yet goes to the log first.</summary>
    public async Task StartAsync(IReadOnlyList<string> warnings, CancellationToken cancellationToken)
    {
        foreach (var warning in warnings)
        {
            LogWarning(warning);
        }

        // Routers that come from now on wait in the kernel for a second or so, in place of being refused.
        Bgp.Listen(_configuration);
        var rehearsal = Task.Run(() => Rehearsal.Run(cancellationToken), cancellationToken);
        await _web.StartAsync(cancellationToken);
        await rehearsal;
        var restored = _checkpoint?.Load(_configuration) ?? [];

        // Before the first session: what a router kept from us over a restart is announced again ahead of End-of-RIB.
        Bgp.Announce(Announcements.ToSessions(_announcements is null ? [] : Load(_announcements, _configuration)));
        await Bgp.StartAsync(_configuration, restored);
        _checkpoint?.Start();
        _started = true;
        var (configured, _) = Bgp.Totals;
        LogStarted(_configuration.Node.Name, Version, _configuration.Tenants.Length, configured, string.Join(' ', _web.Urls));
    }

    public async Task StopAsync(string reason)
    {
        BeginStop(reason);

        // What the routers' operators read (RFC 9003): who it was comes first.
        await Bgp.StopAsync($"Pierhead node {_configuration.Node.Name} is stopping: {reason}");
        _checkpoint?.Stop();
        await _web.StopAsync();
    }

    /// <summary>Ends without telling the routers, for a restart in place: see <see cref="BgpServer.LeaveAsync"/>.</summary>
    public async Task LeaveAsync(string reason)
    {
        BeginStop(reason);
        await Bgp.LeaveAsync(reason);
        _checkpoint?.Stop();
        await _web.StopAsync();
    }

    private void BeginStop(string reason)
    {
        lock (_reload)
        {
            _stopping = true;
        }

        LogStopping(reason);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await Bgp.DisposeAsync();
        _checkpoint?.Dispose();
        Tables.Dispose();
    }

    public IReadOnlyList<string> NotReady()
    {
        if (_stopping)
        {
            return ["stopping: routers are being told"];
        }

        return _started ? Bgp.NotReady() : ["starting: no router is let in yet"];
    }

    public ReloadResult Reload()
    {
        lock (_reload)
        {
            if (!_started || _stopping)
            {
                // A SIGHUP comes when it comes; a node that starts reads the tree anyway, and one that stops needs it no more.
                var reason = NotReady()[0];
                LogReloadRefused(1, reason);
                return new ReloadResult(Applied: false, [reason], []);
            }

            var result = ConfigTree.Load(_directory);
            if (result.Configuration is not { } changed)
            {
                var errors = result.Errors.Select(error => error.ToString()).ToArray();
                LogReloadRefused(errors.Length, errors.FirstOrDefault() ?? string.Empty);
                return new ReloadResult(Applied: false, errors, []);
            }

            if (changed.Tenants.IsEmpty && !_configuration.Tenants.IsEmpty)
            {
                // A tree that is being checked out, or a mount that is gone: ending every session is not what was meant.
                const string NobodyLeft = "tenants:1: no tenant is left, which would end every session; restart the node if that is meant";
                LogReloadRefused(1, NobodyLeft);
                return new ReloadResult(Applied: false, [NobodyLeft], []);
            }

            var announced = _announcements is null ? new AnnouncementResult([], []) : AnnouncementFile.Load(_announcements, changed);
            if (announced.Errors.Count != 0)
            {
                var errors = announced.Errors.Select(error => error.ToString()).ToArray();
                LogReloadRefused(errors.Length, errors[0]);
                return new ReloadResult(Applied: false, errors, []);
            }

            var changes = ConfigDiff.Describe(_configuration, changed).Concat(RestartNeeded(_configuration.Node, changed.Node)).ToArray();
            _configuration = changed;
            Bgp.Apply(changed);
            Bgp.Announce(Announcements.ToSessions(announced.Routes));
            foreach (var warning in result.Warnings)
            {
                LogWarning(warning);
            }

            LogReloaded(changes.Length);
            return new ReloadResult(Applied: true, [], changes);
        }
    }

    /// <summary>The announcements at the start, which were checked before: what is wrong now ends it.</summary>
    private static ImmutableArray<AnnouncedRoute> Load(string path, Configuration configuration)
    {
        var loaded = AnnouncementFile.Load(path, configuration);
        return loaded.Errors.Count == 0 ? loaded.Routes : throw new InvalidDataException(loaded.Errors[0].ToString());
    }

    // Sockets that are bound stay as they are: taking an address away from under routers is not what a reload is for.
    private static IEnumerable<string> RestartNeeded(NodeSettings before, NodeSettings after)
    {
        if (!before.BgpListen.SequenceEqual(after.BgpListen))
        {
            yield return "bgp.listen changed: takes effect at the next start";
        }

        if (before.RouterId != after.RouterId)
        {
            yield return "bgp.router_id changed: takes effect at the next start";
        }

        if (before.State != after.State || before.Limits != after.Limits)
        {
            yield return "state or limits changed: takes effect at the next start";
        }

        if (!before.Api.Listen.SequenceEqual(after.Api.Listen) || before.Api.CertificatePath != after.Api.CertificatePath)
        {
            yield return "api.listen or api.tls changed: takes effect at the next start";
        }
    }

    [LoggerMessage(1000, LogLevel.Information, "Node {Node} (Pierhead {Version}) is up: {Tenants} tenants, {Sessions} sessions configured, API at {Addresses}")]
    private partial void LogStarted(string node, string version, int tenants, int sessions, string addresses);

    [LoggerMessage(1001, LogLevel.Information, "Stopping: {Reason}")]
    private partial void LogStopping(string reason);

    [LoggerMessage(1002, LogLevel.Information, "Configuration reloaded: {Changes} changes")]
    private partial void LogReloaded(int changes);

    [LoggerMessage(1003, LogLevel.Error, "Configuration not reloaded: {Errors} errors, nothing was changed; the first is {First}")]
    private partial void LogReloadRefused(int errors, string first);

    [LoggerMessage(1004, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);
}
