using Spectre.Console;

namespace Pierhead.Cli.Tables;

/// <summary>
/// A table fitted to the width of a terminal, in colours where they are welcome. Where it is too narrow for a framed table,
/// the columns that do not fit stand below each row, with their names: nothing is left out.
/// </summary>
internal sealed class TerminalTablePrinter(CliHost host) : ITablePrinter
{
    /// <summary>A column that wraps is readable down to so many characters.</summary>
    private const int NarrowestWrap = 24;

    private readonly IAnsiConsole _console = CreateConsole(host);

    public void Print(IReadOnlyList<Column> columns, IReadOnlyList<Cell[]> rows)
    {
        var shown = Enumerable.Range(0, columns.Count).Where(c => IsShown(columns[c], c, rows)).ToArray();
        columns = [.. shown.Select(c => columns[c])];
        rows = [.. rows.Select(row => shown.Select(c => row[c] with { Text = Printable.Text(row[c].Text) }).ToArray())];
        var widths = columns.Select((column, c) => rows.Max(row => row[c].Text!.Length)).ToArray();
        for (var c = 0; c < widths.Length; c++)
        {
            widths[c] = Math.Max(widths[c], columns[c].Header.Length);
        }

        if (FramedWidth(columns, widths) <= host.Width)
        {
            _console.Write(Framed(columns, rows));
        }
        else
        {
            new NarrowTable(_console, host.Width, columns, widths).Print(rows);
        }
    }

    internal static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Quiet => new Style(Color.Grey),
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Olive),
        Tone.Bad => new Style(Color.Maroon),
        _ => Style.Plain,
    };

    private static int FramedWidth(IReadOnlyList<Column> columns, int[] widths)
    {
        const int FrameOfColumn = 3;
        var total = 1;
        for (var c = 0; c < widths.Length; c++)
        {
            total += FrameOfColumn + (columns[c].Wrap ? Math.Min(widths[c], NarrowestWrap) : widths[c]);
        }

        return total;
    }

    private static Table Framed(IReadOnlyList<Column> columns, IReadOnlyList<Cell[]> rows)
    {
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = StyleOf(Tone.Quiet), UseSafeBorder = true };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column.Header, StyleOf(Tone.Strong)))
            {
                NoWrap = !column.Wrap,
                Alignment = column.Right ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell.Text!, StyleOf(cell.Tone))));
        }

        return table;
    }

    private static bool IsShown(Column column, int index, IReadOnlyList<Cell[]> rows) => column.Shown switch
    {
        ColumnShown.InPipes => false,
        ColumnShown.WhenAny => rows.Any(row => !string.IsNullOrEmpty(row[index].Text)),
        _ => true,
    };

    private static IAnsiConsole CreateConsole(CliHost host)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = host.Color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = host.Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(host.Out),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = host.Width;
        console.Profile.Capabilities.Unicode = host.Out.Encoding.WebName.StartsWith("utf-", StringComparison.OrdinalIgnoreCase);
        return console;
    }
}
