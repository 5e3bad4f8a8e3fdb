using System.Collections.Immutable;
using System.Net;
using Pierhead.Control.Secrets;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control.Checks;

/// <summary>The file <c>pierhead.yaml</c>.</summary>
internal sealed class NodeCheck(string directory, ValueReader values, SecretReader secrets, Report report)
{
    public static readonly TimeSpan DefaultHoldTime = TimeSpan.FromSeconds(180);

    private const int BgpPort = 179;
    private const int ApiPort = 8080;
    private const int RpkiPort = 3323;

    /// <summary>NetFlow, IPFIX and sFlow.</summary>
    private static readonly ImmutableArray<int> FlowPorts = [2055, 4739, 6343];

    public NodeSettings Check(NodeConfig node)
    {
        var name = values.Name(node.Name, "node") ?? "";
        var routerId = values.RouterId(node.BgpKeys?["router_id"], "router_id") ?? default;
        if (node.BgpKeys is null && node.Section["bgp"] is null && !node.Section.IsMisplaced("bgp", "router_id"))
        {
            report.Error(node.Section.At, "pierhead.yaml needs `bgp: { router_id: ... }`");
        }

        var bgpListen = Listen(node.BgpKeys, [new(IPAddress.Any, BgpPort), new(IPAddress.IPv6Any, BgpPort)], out var bgpAt);
        var apiListen = Listen(node.ApiKeys, [new(IPAddress.Loopback, ApiPort)], out var apiAt);
        CheckApart(bgpListen, bgpAt, apiListen, apiAt);
        ImmutableArray<IPEndPoint> flowDefault = node.FlowKeys is null ? [] : [.. FlowPorts.Select(port => new IPEndPoint(IPAddress.Any, port))];
        return new NodeSettings(
            name,
            bgpListen,
            routerId,
            values.HoldTime(node.BgpKeys?["hold_time"], "hold_time") ?? DefaultHoldTime,
            Listen(node.FlowKeys, flowDefault, out _),
            Api(node.ApiKeys, apiListen, apiAt),
            Store(node.StoreKeys),
            State(node.StateKeys),
            Limits(node.LimitKeys),
            Endpoints(node.RpkiKeys?["caches"], "caches", lowestPort: 1, RpkiPort, out _),
            [.. values.Items(node.RpkiKeys?["files"], "files").Select(file => AbsolutePath(file, "files")).OfType<string>()]);
    }

    private ImmutableArray<IPEndPoint> Listen(Section? keys, ImmutableArray<IPEndPoint> byDefault, out ImmutableArray<Node> at)
    {
        at = [];
        if (keys?["listen"] is not { } node)
        {
            return byDefault;
        }

        if (node.IsNull || node is ListNode { Items.Count: 0 })
        {
            report.Error(node, "`listen` needs at least one endpoint; leave the key out for the default");
            return byDefault;
        }

        return Endpoints(node, "listen", lowestPort: 0, byDefault.Length > 0 ? byDefault[0].Port : BgpPort, out at);
    }

    private ImmutableArray<IPEndPoint> Endpoints(Node? node, string key, int lowestPort, int examplePort, out ImmutableArray<Node> at)
    {
        var endpoints = ImmutableArray.CreateBuilder<IPEndPoint>();
        var places = ImmutableArray.CreateBuilder<Node>();
        foreach (var item in values.Items(node, key))
        {
            if (values.Endpoint(item, key, lowestPort, examplePort) is not { } endpoint)
            {
                continue;
            }

            if (endpoint.Port != 0 && endpoints.Contains(endpoint))
            {
                report.Error(item, $"`{endpoint}` stands twice in `{key}`");
            }

            endpoints.Add(endpoint);
            places.Add(item);
        }

        at = places.ToImmutable();
        return endpoints.ToImmutable();
    }

    private void CheckApart(ImmutableArray<IPEndPoint> bgp, ImmutableArray<Node> bgpAt, ImmutableArray<IPEndPoint> api, ImmutableArray<Node> apiAt)
    {
        for (var index = 0; index < api.Length; index++)
        {
            var at = bgp.IndexOf(api[index]);
            if (at >= 0 && api[index].Port != 0 && (apiAt.Length > 0 || bgpAt.Length > 0))
            {
                report.Error(apiAt.Length > 0 ? apiAt[index] : bgpAt[at], $"`{api[index]}` cannot be both `bgp: listen` and `api: listen`");
            }
        }
    }

    private ApiSettings Api(Section? keys, ImmutableArray<IPEndPoint> listen, ImmutableArray<Node> at)
    {
        var tls = keys?.Child("tls");
        var certificate = tls is null ? null : new CertificateCheck(directory, values, secrets, report).Check(tls);
        for (var index = 0; index < at.Length; index++)
        {
            if (!IPAddress.IsLoopback(listen[index].Address) && (keys!["tls"] is null || keys["tokens"] is null))
            {
                var missing = keys["tls"] is not null ? "`tokens`" : keys["tokens"] is not null ? "`tls`" : "`tls` and `tokens`";
                report.Error(at[index], $"{listen[index]} is not a loopback address: an API that others reach needs {missing} too");
                break;
            }
        }

        return new ApiSettings(listen, certificate?.Path, certificate?.Key, Tokens: null);
    }

    private StateSettings? State(Section? keys) => keys is null
        ? null
        : new StateSettings(AbsolutePath(keys["path"], "path"), values.Duration(keys["checkpoint"], "checkpoint") ?? StateSettings.DefaultCheckpoint);

    private LimitSettings Limits(Section? keys) => new(
        (int)(values.Number(keys?["prefixes"], "prefixes", 1, LimitSettings.Default.Prefixes) ?? LimitSettings.Default.Prefixes),
        (int)(values.Number(keys?["attribute_sets"], "attribute_sets", 1, LimitSettings.Default.AttributeSets) ?? LimitSettings.Default.AttributeSets),
        values.Number(keys?["attribute_octets"], "attribute_octets", 1 << 16, LimitSettings.Default.AttributeOctets) ?? LimitSettings.Default.AttributeOctets);

    private StoreSettings? Store(Section? keys)
    {
        if (keys is null)
        {
            return null;
        }

        var keep = ImmutableDictionary.CreateBuilder<string, TimeSpan>();
        if (keys["keep"] is { IsNull: false } node)
        {
            if (node is MapNode map)
            {
                foreach (var (resolution, time) in map.Entries)
                {
                    Keep(resolution, time, keep);
                }
            }
            else
            {
                report.Error(node, $"`keep` is a mapping such as {{ raw: 24h, 1m: 30d }}, not {node.Kind}");
            }
        }

        var kind = values.Word(keys["kind"], "kind", "duckdb", "clickhouse") ?? "duckdb";
        return new StoreSettings(kind, AbsolutePath(keys["path"], "path"), keep.ToImmutable());
    }

    private void Keep(ScalarNode resolution, Node time, ImmutableDictionary<string, TimeSpan>.Builder keep)
    {
        if (resolution.Text != "raw" && !(ValueReader.TryDuration(resolution.Text, out var step) && step > TimeSpan.Zero))
        {
            report.Error(resolution, $"`keep` takes `raw` and resolutions such as `1m` or `1h`, not {Shown.Name(resolution.Text)}");
        }
        else if (values.Duration(time, resolution.Text) is { } duration)
        {
            keep[resolution.Text] = duration;
            if (duration == TimeSpan.Zero)
            {
                report.Error(time, $"`{resolution.Text}` cannot be kept for no time; leave the key out");
            }
        }
    }

    private string? AbsolutePath(Node? node, string key) =>
        values.Text(node, key) is { } path ? Path.GetFullPath(Path.Combine(directory, path)) : null;
}
