using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;

namespace Pierhead.Control.Fabric;

/// <summary>The key <c>node</c> of <c>pierhead.yaml</c> alone: a machine of the fabric asks for its name, whatever else is wrong there.</summary>
public static class NodeName
{
    private const string NodeFile = "pierhead.yaml";

    /// <summary>Null where there is no such file, or no name in it.</summary>
    public static string? Of(string directory)
    {
        var path = Path.Combine(directory, NodeFile);
        var report = new Report();
        return File.Exists(path) && YamlFile.Read(path, NodeFile, report) is MapNode map
            ? new ValueReader(report).Name(map.Entries.FirstOrDefault(entry => entry.Key.Text == "node").Value, "node")
            : null;
    }
}
