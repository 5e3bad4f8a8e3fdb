using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pierhead.Fabric.Simulation;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary>Scenarios as JSON. Shares and deviations are parts of 1, rounded to six digits; the same input gives the same text.</summary>
internal static class FabricSimulateJson
{
    private const int Digits = 6;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(ImmutableArray<Scenario> scenarios, FabricSimulateOptions options) => JsonSerializer.Serialize(
        new
        {
            Addressing = options.Addressing == Addressing.Random ? "random" : "structured",
            options.Seed,
            Scenarios = scenarios.Select(scenario => new
            {
                scenario.Routers,
                scenario.FromTree,
                scenario.Sessions,
                scenario.Nodes,
                Modes = scenario.Modes.Select(Mode),
            }),
        },
        Options);

    private static object Mode(ModeOutcome mode) => new
    {
        Mode = mode.Mode.Word(),
        PlacesDevices = mode.Mode.PlacesDevices(),
        mode.Min,
        mode.Max,
        Even = Math.Round(mode.Even, Digits),
        WorstDeviation = mode.WorstDeviation is { } worst ? Math.Round(worst, Digits) : (double?)null,
        RoutersWithSeveralAddresses = mode.Pairs,
        RoutersApart = mode.Apart,
        Nodes = mode.Loads.Select(load => new { load.Name, load.Weight, load.Sessions, Share = Math.Round(load.Share, Digits) }),
        Changes = mode.Changes.Select(change => new
        {
            Change = change.Change switch { NodeChange.Add => "add", NodeChange.Drain => "drain", _ => "remove" },
            change.Node,
            NewMoves = change.NewMoves,
            NeedlessMoves = change.Needless,
            SessionsLost = change.LiveBreaks,
        }),
    };
}
