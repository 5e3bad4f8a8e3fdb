using System.Collections.Immutable;
using System.Globalization;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Simulation;

/// <summary>Draws scenarios: a row each, a panel for each mode, a bar for each node. Readable on light and on dark ground.</summary>
public static class SimulationChart
{
    private const int Margin = 24;
    private const int PanelWidth = 208;
    private const int Gap = 20;
    private const int Head = 52;
    private const int RowHead = 26;
    private const int PlotHeight = 84;
    private const int Captions = 6;
    private const int CaptionHeight = 15;
    private const int RowHeight = RowHead + 20 + PlotHeight + (Captions * CaptionHeight) + 22;

    /// <summary>Bars end at so many times the even share; a longer one is cut, and has another colour.</summary>
    private const double Tallest = 2.2;

    /// <summary>Further than this part from its share, a node is worth a second look.</summary>
    private const double MuchTooMuch = 0.25;

    // The reader's own choice of light or dark, also where the file is shown as a picture; the ground with it, as the page may differ.
    private const string Style = """
        text { font: 11px system-ui, sans-serif; fill: #1f2328; }
        .ground { fill: #ffffff; }
        .title { font-size: 15px; font-weight: 600; }
        .row { font-size: 13px; font-weight: 600; }
        .mode { font-weight: 600; }
        .quiet { fill: #59636e; }
        .bad { fill: #b35900; font-weight: 600; }
        .bar { fill: #2f6fb7; }
        .cut { fill: #b35900; }
        .none { fill: #b35900; }
        .axis { stroke: #818b98; stroke-width: 1; }
        .even { stroke: #1f2328; stroke-width: 1; stroke-dasharray: 4 3; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .ground { fill: #0d1117; }
          .quiet { fill: #9198a1; }
          .bad { fill: #f0a04b; }
          .bar { fill: #5fa0e6; }
          .cut { fill: #f0a04b; }
          .none { fill: #f0a04b; }
          .axis { stroke: #656c76; }
          .even { stroke: #e6edf3; }
        }
        """;

    /// <returns>The text of an SVG file.</returns>
    /// <param name="scenarios">At least one.</param>
    /// <param name="addresses">Says of the routers' addresses how they are, for the heading.</param>
    public static string Draw(ImmutableArray<Scenario> scenarios, string addresses)
    {
        var columns = scenarios.Max(scenario => scenario.Modes.Length);
        var width = Math.Max((2 * Margin) + (columns * (PanelWidth + Gap)) - Gap, 640);
        var height = Head + (scenarios.Length * RowHeight);
        var svg = new SvgWriter(width, height, "Sessions on each node, by mode", Style);
        svg.Rectangle("ground", 0, 0, width, height);
        svg.Text("title", Margin, 24, "Sessions on each node, by mode");
        svg.Text("quiet", Margin, 42, string.Create(CultureInfo.InvariantCulture, $"{addresses}. Dashed: the even share; orange bars are longer than shown, {Tallest} times that. Move: were all sessions opened anew; lost: established ones."));
        for (var row = 0; row < scenarios.Length; row++)
        {
            var y = Head + (row * RowHeight);
            svg.Text("row", Margin, y + 16, $"{Count(scenarios[row].Routers)} routers, {Count(scenarios[row].Sessions)} sessions, {scenarios[row].Nodes} nodes");
            for (var column = 0; column < scenarios[row].Modes.Length; column++)
            {
                Panel(svg, scenarios[row], scenarios[row].Modes[column], Margin + (column * (PanelWidth + Gap)), y + RowHead);
            }
        }

        return svg.Finish();
    }

    private static void Panel(SvgWriter svg, Scenario scenario, ModeOutcome mode, double x, double y)
    {
        svg.Text("mode", x, y + 13, mode.Mode.Word());
        var ground = y + 20 + PlotHeight;
        Bars(svg, mode, x, ground);
        var caption = 0;
        foreach (var (@class, text) in Words(mode, scenario.Sessions))
        {
            svg.Text(@class, x, ground + (++caption * CaptionHeight) + 2, text);
        }
    }

    private static void Bars(SvgWriter svg, ModeOutcome mode, double x, double ground)
    {
        var step = PanelWidth / (double)mode.Loads.Length;
        var top = mode.Even * Tallest;
        for (var node = 0; node < mode.Loads.Length; node++)
        {
            var load = mode.Loads[node];
            var isCut = load.Sessions > top;
            var height = PlotHeight * Math.Min(load.Sessions, top) / top;
            var left = x + (node * step) + (step * 0.1);
            var tip = $"{load.Name}: {Count(load.Sessions)} sessions, {Count((long)Math.Round(load.Share))} by weight";
            if (load is { Sessions: 0, Weight: > 0 })
            {
                svg.Rectangle("none", left, ground - 2, step * 0.8, 2, tip);
                continue;
            }

            svg.Rectangle(isCut ? "cut" : "bar", left, ground - height, step * 0.8, height, tip);
        }

        svg.Line("axis", x, ground, x + PanelWidth, ground);
        var even = ground - (PlotHeight / Tallest);
        svg.Line("even", x, even, x + PanelWidth, even);
    }

    private static IEnumerable<(string Class, string Text)> Words(ModeOutcome mode, int sessions)
    {
        yield return ("quiet", $"{Count(mode.Min)} to {Count(mode.Max)} sessions on a node");
        yield return mode.WorstDeviation is { } worst
            ? (Math.Abs(worst) > MuchTooMuch ? "bad" : "quiet", $"worst: {Signed(worst)} of its share")
            : ("quiet", "one node has all");
        yield return mode.Apart > 0
            ? ("bad", $"{Percent(mode.ApartShare)} have their addresses apart")
            : ("quiet", "a router's addresses are together");
        foreach (var change in mode.Changes)
        {
            var what = change.Change switch { NodeChange.Add => "node added", NodeChange.Drain => "drained", _ => "removed" };
            yield return ("quiet", $"{what}: {Part(change.NewMoves, sessions)} move, {Part(change.LiveBreaks, sessions)} lost");
        }
    }

    private static string Part(int some, int all) => some == 0 ? "0" : some == all ? "all" : Percent(some / (double)all);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.0} %");

    private static string Signed(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:+0.0;-0.0;0.0} %");
}
