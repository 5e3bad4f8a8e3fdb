namespace Pierhead.Cli.Tables;

/// <summary>Aligned columns without borders, cut or wrapped nowhere: for pipes and files. An empty cell is a hyphen.</summary>
internal sealed class PlainTablePrinter(TextWriter output) : ITablePrinter
{
    private const string Gap = "   ";

    // Kept from part to part: the columns of a list in pages only ever grow wider.
    private int[]? _widths;

    public void Print(IReadOnlyList<Column> columns, IReadOnlyList<Cell[]> rows)
    {
        var texts = new string[rows.Count][];
        var isFirst = _widths is null;
        _widths ??= [.. columns.Select(c => c.Header.Length)];
        for (var r = 0; r < texts.Length; r++)
        {
            texts[r] = [.. rows[r].Select(c => string.IsNullOrEmpty(c.Text) ? "-" : Printable.Text(c.Text))];
            for (var c = 0; c < _widths.Length; c++)
            {
                _widths[c] = Math.Max(_widths[c], texts[r][c].Length);
            }
        }

        if (isFirst)
        {
            PrintRow(columns, [.. columns.Select(c => c.Header)], _widths);
        }

        foreach (var row in texts)
        {
            PrintRow(columns, row, _widths);
        }
    }

    private void PrintRow(IReadOnlyList<Column> columns, string[] texts, int[] widths)
    {
        for (var c = 0; c < texts.Length; c++)
        {
            var isLast = c == texts.Length - 1;
            output.Write(columns[c].Right ? texts[c].PadLeft(widths[c]) : isLast ? texts[c] : texts[c].PadRight(widths[c]));
            output.Write(isLast ? "\n" : Gap);
        }
    }
}
