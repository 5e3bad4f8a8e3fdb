namespace Pierhead.Cli.Tables;

/// <summary>Prints a table in one or more parts; the parts of a long list come as its pages do.</summary>
internal interface ITablePrinter
{
    void Print(IReadOnlyList<Column> columns, IReadOnlyList<Cell[]> rows);
}
