using Pierhead.Control.Secrets;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;
using Pierhead.Model.Fabric;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control.Fabric;

/// <summary>The file <c>fabric.yaml</c> of a tree: how sessions are spread over nodes, the same on every machine.</summary>
public static class FabricFile
{
    public const string Name = "fabric.yaml";

    /// <summary>Reads and checks it; finds every mistake in one run.</summary>
    /// <param name="directory">The tree's.</param>
    public static FabricResult Load(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var report = new Report();
        if (!Path.Exists(Path.Combine(directory, Name)))
        {
            report.Error(Name, 1, $"there is no such file in {Shown.Name(directory)}; docs/fabric.md shows one for each mode");
            return new FabricResult(null, report.Errors(), report.Warnings());
        }

        return Load(Path.GetFullPath(directory), Name, report);
    }

    /// <summary>Reads a file beside it as if it were it: whether an edited one would be right.</summary>
    internal static FabricResult LoadBeside(string directory, string file) => Load(directory, file, new Report());

    internal static FabricPlan? Read(string directory, Report report) => Read(directory, Name, report);

    private static FabricResult Load(string directory, string file, Report report)
    {
        var plan = Read(directory, file, report);
        return new FabricResult(report.HasErrors ? null : plan, report.Errors(), report.Warnings());
    }

    private static FabricPlan? Read(string directory, string file, Report report) =>
        YamlFile.Read(Path.Combine(directory, file), Name, report) is { } root
        && Section.Read(root, FabricConfig.Keys, "", report)?.Child("fabric") is { } keys
            ? new FabricCheck(directory, new ValueReader(report), report).Check(new FabricConfig(keys))
            : null;
}

/// <summary>What reading <c>fabric.yaml</c> gave.</summary>
/// <param name="Plan">The validated file; null when there is any error.</param>
public sealed record FabricResult(FabricPlan? Plan, IReadOnlyList<ConfigError> Errors, IReadOnlyList<string> Warnings);
