namespace Pierhead.Cli.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Header">Capitals, words joined by hyphens, so that a pipe can split the line at spaces.</param>
/// <param name="Shown">Where it appears.</param>
/// <param name="Wrap">Whether a terminal that is too narrow may break its text over lines.</param>
internal sealed record Column(string Header, ColumnShown Shown = ColumnShown.Always, bool Right = false, bool Wrap = false);
