using System.Globalization;
using System.Text.Json;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>The sessions of the lab's 400 routers (devices <c>edge001</c> to <c>edge200</c>), by node: how many are established, and how often they flapped.</summary>
internal static class LabSessions
{
    private const int Routers = 400;

    private static readonly string[] Nodes = ["land-1", "land-2", "land-3", "land-4"];

    public static IReadOnlyDictionary<string, (int Count, int Flaps)> Of(FabricLab lab) => Nodes.ToDictionary(node => node, node => Of(lab, node));

    public static Task<IReadOnlyDictionary<string, (int Count, int Flaps)>> AllUp(FabricLab lab, string what) => Eventually.Holds(
        $"{Routers} sessions, {what}", () => Task.FromResult(Of(lab)), all => all.Values.Sum(node => node.Count) == Routers, seconds: 90);

    public static string Show(IReadOnlyDictionary<string, (int Count, int Flaps)> sessions) => string.Join(
        ", ", sessions.Select(node => string.Create(CultureInfo.InvariantCulture, $"{node.Key} {node.Value.Count} (flaps {node.Value.Flaps})")));

    private static (int Count, int Flaps) Of(FabricLab lab, string node)
    {
        var (code, output, _) = lab.TryExec(node, Path.Combine(AppContext.BaseDirectory, "pierhead"), "sessions", "-o", "json", "--limit", "2000");
        if (code != 0)
        {
            return default;
        }

        var items = JsonDocument.Parse(output).RootElement.GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("device").GetString()!.StartsWith("edge", StringComparison.Ordinal)).ToList();
        return (items.Count(item => item.GetProperty("state").GetString() == "established"), items.Sum(item => item.GetProperty("flaps").GetInt32()));
    }
}
