using Spectre.Console;

namespace Pierhead.Cli.Tables;

/// <summary>A table fitted to the width of a terminal, in colours where they are welcome.</summary>
public sealed class TerminalTablePrinter(CliHost host) : ITablePrinter
{
    private readonly IAnsiConsole _console = CreateConsole(host);

    public void Print(IReadOnlyList<Column> columns, IReadOnlyList<Cell[]> rows)
    {
        var shown = Enumerable.Range(0, columns.Count).Where(c => IsShown(columns[c], c, rows)).ToArray();
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = StyleOf(Tone.Quiet), UseSafeBorder = true };
        foreach (var c in shown)
        {
            table.AddColumn(new TableColumn(new Text(columns[c].Header, StyleOf(Tone.Strong)))
            {
                NoWrap = !columns[c].Wrap,
                Alignment = columns[c].Right ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in rows)
        {
            table.AddRow(shown.Select(c => new Text(Printable.Text(row[c].Text), StyleOf(row[c].Tone))));
        }

        _console.Write(table);
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

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Quiet => new Style(Color.Grey),
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Olive),
        Tone.Bad => new Style(Color.Maroon),
        _ => Style.Plain,
    };
}
