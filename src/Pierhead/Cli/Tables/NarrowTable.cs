using System.Text;
using Spectre.Console;

namespace Pierhead.Cli.Tables;

/// <summary>As many of the first columns as fit, without a frame; the others below each row, named and wrapped.</summary>
internal sealed class NarrowTable
{
    private const int Gap = 2;
    private const int Indent = 4;

    private readonly IAnsiConsole _console;
    private readonly int _width;
    private readonly IReadOnlyList<Column> _columns;
    private readonly int[] _widths;
    private readonly int _fitting;

    /// <param name="widths">The widest text of each column, its header included.</param>
    public NarrowTable(IAnsiConsole console, int width, IReadOnlyList<Column> columns, int[] widths)
    {
        (_console, _width, _columns, _widths) = (console, width, columns, widths);
        var taken = widths[0];
        _fitting = 1;
        while (_fitting < widths.Length && taken + Gap + widths[_fitting] <= width)
        {
            taken += Gap + widths[_fitting++];
        }
    }

    public void Print(IReadOnlyList<Cell[]> rows)
    {
        PrintFitting([.. _columns.Select(column => new Cell(column.Header, Tone.Strong))]);
        foreach (var row in rows)
        {
            PrintFitting(row);
            PrintRest(row);
        }
    }

    private void PrintFitting(Cell[] row)
    {
        for (var c = 0; c < _fitting; c++)
        {
            var text = row[c].Text!;
            var isLast = c == _fitting - 1;
            Write(_columns[c].Right ? text.PadLeft(_widths[c]) : isLast ? text : text.PadRight(_widths[c]), row[c].Tone);
            Write(isLast ? "\n" : new string(' ', Gap), Tone.Plain);
        }
    }

    private void PrintRest(Cell[] row)
    {
        var column = 0;
        for (var c = _fitting; c < row.Length; c++)
        {
            if (row[c].Text is not { Length: > 0 } text)
            {
                continue;
            }

            var name = _columns[c].Header;
            // A pair starts on the line of the one before where all of it fits there, else on a line of its own.
            if (column > 0 && column + Gap + name.Length + 1 + text.Length > _width)
            {
                Write("\n", Tone.Plain);
                column = 0;
            }

            var before = new string(' ', column == 0 ? Indent : Gap);
            Write(before + name, Tone.Quiet);
            column = PrintWrapped(text, row[c].Tone, column + before.Length + name.Length);
        }

        if (column > 0)
        {
            Write("\n", Tone.Plain);
        }
    }

    /// <summary>Writes words, each after a space, breaking the line where the next one would not fit. Returns the column it ends in.</summary>
    private int PrintWrapped(string text, Tone tone, int column)
    {
        var wrapped = new StringBuilder(text.Length + 16);
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column + 1 + word.Length > _width && column > Indent)
            {
                wrapped.Append('\n').Append(' ', Indent + 1);
                column = Indent + 1;
            }

            wrapped.Append(' ').Append(word);
            column += 1 + word.Length;
        }

        Write(wrapped.ToString(), tone);
        return column;
    }

    private void Write(string text, Tone tone) => _console.Write(new Text(text, TerminalTablePrinter.StyleOf(tone)));
}
