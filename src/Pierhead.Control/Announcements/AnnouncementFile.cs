using System.Collections.Immutable;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Flowspec;

namespace Pierhead.Control.Announcements;

/// <summary>The file of <c>serve --announce</c>: routes and rules that devices are told of, for labs and tests. Finds every mistake in one run.</summary>
public static class AnnouncementFile
{
    /// <param name="path">The file.</param>
    /// <param name="configuration">The tree whose devices it names.</param>
    public static AnnouncementResult Load(string path, Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(configuration);
        var report = new Report();
        var routes = ImmutableArray<AnnouncedRoute>.Empty;
        if (YamlFile.Read(Path.GetFullPath(path), path, report) is { } root && Section.Read(root, AnnouncementConfig.Keys, "", report) is { } keys)
        {
            var reading = new Reading(configuration, report);
            routes = [.. keys.Children("announcements").Select(reading.Route).OfType<AnnouncedRoute>()];
        }

        return report.HasErrors ? new AnnouncementResult([], report.Errors()) : new AnnouncementResult(routes, []);
    }

    private sealed class Reading(Configuration configuration, Report report)
    {
        private readonly ValueReader _values = new(report);

        public AnnouncedRoute? Route(Section keys)
        {
            var attributes = Attributes(keys);
            if (Device(keys) is not { } device)
            {
                return null;
            }

            if (keys["rule"] is not null == keys["prefix"] is not null)
            {
                report.Error(keys.At, "an announcement has either `prefix` or `rule`");
                return null;
            }

            return keys["rule"] is { } rule ? Rule(keys, device, rule, attributes) : Prefix(keys, device, attributes);
        }

        private AnnouncedRoute? Prefix(Section keys, DeviceId device, PathAttributes attributes)
        {
            Refuse(keys["family"], "`family` goes with `rule`; a `prefix` says of itself whether it is IPv4 or IPv6");
            var prefix = _values.Prefix(keys["prefix"], "prefix");
            var nextHop = _values.Address(keys["next_hop"], "next_hop");
            if (keys["next_hop"] is null)
            {
                report.Error(keys.At, "a `prefix` needs a `next_hop`");
            }

            if (prefix is not { } found || nextHop is not { } hop)
            {
                return null;
            }

            if (found.IsIPv6 && !hop.IsIPv6)
            {
                report.Error(keys["next_hop"]!, $"`next_hop` of {found} is an IPv6 address");
                return null;
            }

            return new AnnouncedRoute(device, found.IsIPv6 ? Family.IPv6 : Family.IPv4, found, Rule: null, hop, attributes);
        }

        private AnnouncedRoute? Rule(Section keys, DeviceId device, Node node, PathAttributes attributes)
        {
            Refuse(keys["next_hop"], "`next_hop` goes with `prefix`; a `rule` has none");
            var word = _values.Word(keys["family"], "family", Family.IPv4Flowspec.Name(), Family.IPv6Flowspec.Name());
            if (word is null && keys["family"] is not null)
            {
                return null;
            }

            var family = word == Family.IPv6Flowspec.Name() ? Family.IPv6Flowspec : Family.IPv4Flowspec;
            if (_values.Text(node, "rule") is not { } text)
            {
                return null;
            }

            if (!FlowspecRule.TryParse(text, family.IsIPv6(), out var rule, out var problem))
            {
                report.Error(node, $"`rule`: {problem}");
                return null;
            }

            return new AnnouncedRoute(device, family, Prefix: null, rule, NextHop: null, attributes);
        }

        /// <summary>What would have no effect is a mistake, not something to pass over.</summary>
        private void Refuse(Node? node, string message)
        {
            if (node is not null)
            {
                report.Error(node, message);
            }
        }

        private DeviceId? Device(Section keys)
        {
            if (_values.Text(keys["tenant"], "tenant") is not { } tenant || _values.Text(keys["device"], "device") is not { } name)
            {
                return null;
            }

            var device = new DeviceId(new TenantId(tenant), name);
            if (!configuration.TryDevice(device, out _))
            {
                report.Error(keys["device"]!, $"there is no device {Shown.Name(name)} of tenant {Shown.Name(tenant)}");
                return null;
            }

            return device;
        }

        private PathAttributes Attributes(Section keys) => new()
        {
            LocalPref = (uint?)_values.Number(keys["local_pref"], "local_pref", 0, uint.MaxValue),
            Med = (uint?)_values.Number(keys["med"], "med", 0, uint.MaxValue),
            Communities = Communities<Community>(keys, "communities", Community.TryParse, "64500:666"),
            ExtendedCommunities = Communities<ExtendedCommunity>(keys, "extended_communities", ExtendedCommunity.TryParse, "traffic-rate-bytes:0:0"),
            LargeCommunities = Communities<LargeCommunity>(keys, "large_communities", LargeCommunity.TryParse, "64500:7:8"),
        };

        private T[] Communities<T>(Section keys, string key, TryParse<T> parse, string example)
            where T : struct
        {
            var found = new List<T>();
            foreach (var node in _values.Items(keys[key], key))
            {
                if (_values.Text(node, key) is not { } text)
                {
                    continue;
                }

                if (parse(text, out var community))
                {
                    found.Add(community);
                }
                else
                {
                    report.Error(node, $"`{key}`: {Shown.Name(text)} is not one such as {example}");
                }
            }

            return [.. found];
        }

        private delegate bool TryParse<T>(string? text, out T community);
    }
}
