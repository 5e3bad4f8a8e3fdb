using System.Collections.Immutable;
using Pierhead.Control.Checks;
using Pierhead.Control.Fabric;
using Pierhead.Control.Secrets;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control;

/// <summary>
/// The configuration tree: a directory with <c>pierhead.yaml</c>, a file for each tenant in <c>tenants/</c>, and the files that
/// these name. Reading it changes nothing and finds every mistake in one run.
/// </summary>
public static partial class ConfigTree
{
    private const string NodeFile = "pierhead.yaml";
    private const string TenantsFolder = "tenants";

    public static ConfigResult Load(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var report = new Report();
        if (!Directory.Exists(directory))
        {
            var what = File.Exists(directory) ? "is a file, not a directory" : "does not exist, or may not be entered";
            report.Error(NodeFile, 1, $"the directory {Shown.Name(directory)} of the configuration {what}");
            return new ConfigResult(null, report.Errors(), report.Warnings());
        }

        var reading = new Reading(Path.GetFullPath(directory), report);
        var node = reading.Node();
        var tenants = reading.Tenants(node?.HoldTime ?? NodeCheck.DefaultHoldTime);
        var tokens = reading.Tokens();
        reading.Fabric();
        reading.Strangers();
        if (report.HasErrors || node is null)
        {
            return new ConfigResult(null, report.Errors(), report.Warnings());
        }

        node = node with { Api = node.Api with { Tokens = tokens } };
        return new ConfigResult(new Configuration(node, tenants), report.Errors(), report.Warnings());
    }

    /// <summary>One run over the tree.</summary>
    private sealed class Reading(string directory, Report report)
    {
        private readonly ValueReader _values = new(report);
        private readonly SecretReader _secrets = new(directory, report);
        private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
        private IReadOnlyCollection<string> _tenants = [];
        private Node? _tokensAt;
        private string? _tokensFile;

        public NodeSettings? Node()
        {
            var path = Path.Combine(directory, NodeFile);
            if (!Path.Exists(path))
            {
                var other = File.Exists(Path.Combine(directory, "pierhead.yml")) ? "; rename pierhead.yml" : "";
                report.Error(NodeFile, 1, $"there is no such file in {Shown.Name(directory)}{other}");
                return null;
            }

            if (YamlFile.Read(path, NodeFile, report) is not { } root || Section.Read(root, NodeConfig.Keys, "", report) is not { } keys)
            {
                return null;
            }

            var node = new NodeConfig(keys);
            _tokensAt = node.ApiKeys?["tokens"];
            _tokensFile = _values.Text(_tokensAt, "tokens");
            return new NodeCheck(directory, _values, _secrets, report).Check(node);
        }

        public ImmutableArray<Tenant> Tenants(TimeSpan holdTime)
        {
            var claims = new SourceClaims(report);
            var check = new TenantCheck(_values, _secrets, claims, holdTime, report);
            var tenants = ImmutableArray.CreateBuilder<Tenant>();
            foreach (var name in TenantFiles())
            {
                var root = YamlFile.Read(Path.Combine(directory, name), name, report);
                var keys = root is null ? null : Section.Read(root, TenantConfig.Keys, "", report);
                if (keys is not null)
                {
                    tenants.Add(check.Check(new TenantConfig(keys)));
                }

                var written = (keys?["tenant"] as ScalarNode)?.Text;
                if (written is null || !check.Names.ContainsKey(written))
                {
                    _unreadable.UnionWith([Path.GetFileNameWithoutExtension(name), written ?? ""]);
                }
            }

            claims.Settle();
            _tenants = [.. check.Names.Keys];
            if (tenants.Count == 0)
            {
                report.Warn(TenantsFolder, 1, "there are no tenants: no router may connect");
            }

            tenants.Sort((a, b) => a.Id.CompareTo(b.Id));
            return tenants.ToImmutable();
        }

        public ImmutableArray<AccessToken>? Tokens()
        {
            if (_tokensFile is null)
            {
                return null;
            }

            var path = Path.GetFullPath(Path.Combine(directory, _tokensFile));
            if (!File.Exists(path))
            {
                report.Error(_tokensAt!, $"`tokens`: the file {Shown.Name(_tokensFile)} cannot be read: there is no such file; make it, or correct the path");
                return null;
            }

            var name = Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/');
            return YamlFile.Read(path, name, report) is { } root && Section.Read(root, TokenConfig.Keys, "", report) is { } keys
                ? new TokenCheck(_values, _tenants, _unreadable, report).Check(keys)
                : null;
        }

        /// <summary>The fabric is other machines' business too; a node only sees to it that the tree it runs from is right as a whole.</summary>
        public void Fabric()
        {
            if (File.Exists(Path.Combine(directory, FabricFile.Name)))
            {
                _ = FabricFile.Read(directory, report);
            }
        }

        /// <summary>Warns of files beside the tree's own that look as if they belonged to it.</summary>
        public void Strangers()
        {
            foreach (var path in List(directory, report, "."))
            {
                var name = Path.GetFileName(path);
                if (name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal))
                {
                    if (name is not (NodeFile or FabricFile.Name) && (_tokensFile is null || Path.GetFullPath(Path.Combine(directory, _tokensFile)) != path))
                    {
                        report.Warn(name, 1, name == "tokens.yaml" ? "not read: `api: { tokens: tokens.yaml }` names it" : "not read: no part of the tree");
                    }
                }
            }
        }

        private IEnumerable<string> TenantFiles()
        {
            var folder = Path.Combine(directory, TenantsFolder);
            if (File.Exists(folder))
            {
                report.Error(TenantsFolder, 1, "is a file; it must be a directory with a file for each tenant");
                yield break;
            }

            if (!Directory.Exists(folder))
            {
                yield break;
            }

            foreach (var path in List(folder, report, TenantsFolder))
            {
                var name = $"{TenantsFolder}/{Path.GetFileName(path)}";
                if (Path.GetFileName(path).StartsWith('.'))
                {
                    continue;
                }

                if (Directory.Exists(path))
                {
                    report.Error(name, 1, "is a directory; tenants are files beside each other, such as tenants/acme.yaml");
                }
                else if (Path.GetExtension(path) is ".yaml" or ".yml")
                {
                    yield return name;
                }
                else
                {
                    report.Warn(name, 1, "not read: a tenant's file ends in .yaml");
                }
            }
        }

        private static IReadOnlyList<string> List(string folder, Report report, string name)
        {
            try
            {
                return [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                report.Error(name, 1, $"the directory cannot be listed: {FileContent.Explain(exception)}");
                return [];
            }
        }
    }
}
