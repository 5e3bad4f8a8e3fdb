using System.Collections.Immutable;
using System.Globalization;
using Pierhead.Cli;
using Pierhead.Cli.Tables;
using Pierhead.Fabric.Simulation;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary>Scenarios as two tables: how sessions are spread, and what changes move.</summary>
internal static class FabricSimulateTable
{
    private const double MuchTooMuch = 0.25;

    private static readonly Column[] Spread =
    [
        new("ROUTERS", Right: true), new("NODES", Right: true), new("MODE"), new("SESSIONS", ColumnShown.InPipes, Right: true), new("MIN", Right: true),
        new("MAX", Right: true), new("EVEN", Right: true), new("WORST", Right: true), new("APART", Right: true),
    ];

    private static readonly Column[] Changes =
    [
        new("ROUTERS", Right: true), new("NODES", Right: true), new("MODE"), new("CHANGE"), new("NODE"), new("MOVE", Right: true), new("OF-ALL", Right: true),
        new("NEEDLESS", Right: true), new("LOST", Right: true),
    ];

    public static void Print(CliHost host, ImmutableArray<Scenario> scenarios)
    {
        Printer(host).Print(Spread, [.. scenarios.SelectMany(scenario => scenario.Modes, SpreadRow)]);
        host.Out.WriteLine();
        Printer(host).Print(Changes, [.. scenarios.SelectMany(scenario => scenario.Modes.SelectMany(mode => mode.Changes, (mode, change) => ChangeRow(scenario, mode, change)))]);
    }

    /// <summary>What has to be said of some modes.</summary>
    public static IEnumerable<string> Remarks(ImmutableArray<Scenario> scenarios)
    {
        foreach (var modes in scenarios.SelectMany(scenario => scenario.Modes).GroupBy(mode => mode.Mode))
        {
            if (modes.Any(mode => mode.Apart > 0))
            {
                yield return $"{modes.Key.Word()} places each address for itself: up to {Percent(modes.Max(mode => mode.ApartShare))} of the routers with several addresses have them on different nodes (APART): flows from one do not meet a table that came from the other.";
            }
            else if (!modes.Key.PlacesDevices())
            {
                yield return $"{modes.Key.Word()} places each address for itself; none of these routers has two that land apart.";
            }
        }
    }

    private static ITablePrinter Printer(CliHost host) => host.IsTerminal ? new TerminalTablePrinter(host) : new PlainTablePrinter(host.Out);

    private static Cell[] SpreadRow(Scenario scenario, ModeOutcome mode) =>
    [
        Humane.Count(scenario.Routers),
        Humane.Count(scenario.Nodes),
        mode.Mode.Word(),
        Humane.Count(scenario.Sessions),
        Humane.Count(mode.Min),
        Humane.Count(mode.Max),
        mode.Even.ToString("N1", CultureInfo.InvariantCulture),
        mode.WorstDeviation is { } worst ? new Cell(Signed(worst), Math.Abs(worst) > MuchTooMuch ? Tone.Bad : Tone.Good) : default,
        new(Percent(mode.ApartShare), mode.Apart > 0 ? Tone.Warning : Tone.Good),
    ];

    private static Cell[] ChangeRow(Scenario scenario, ModeOutcome mode, ChangeOutcome change) =>
    [
        Humane.Count(scenario.Routers),
        Humane.Count(scenario.Nodes),
        mode.Mode.Word(),
        change.Change switch { NodeChange.Add => "add", NodeChange.Drain => "drain", _ => "remove" },
        change.Node,
        Humane.Count(change.NewMoves),
        Percent(change.NewMoves / (double)scenario.Sessions),
        Humane.Count(change.Needless),
        new(Humane.Count(change.LiveBreaks), change.LiveBreaks > 0 ? Tone.Warning : Tone.Good),
    ];

    // Without a space, so that a pipe can split the line there.
    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.0}%");

    private static string Signed(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:+0.0;-0.0;0.0}%");
}
