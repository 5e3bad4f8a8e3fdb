using System.Text.Json;
using Pierhead.Cli.Tables;

namespace Pierhead.Cli;

/// <summary>Prints a paged list in the format that was asked for, while its pages come.</summary>
/// <param name="columns">The table's columns.</param>
/// <param name="row">An item's cells, one for each column.</param>
internal sealed class ListPrinter<T>(IReadOnlyList<Column> columns, Func<T, DateTimeOffset, Cell[]> row)
{
    /// <returns>How many items were printed, and the cursor where more are left.</returns>
    public async Task<(long Items, string? Next)> PrintAsync(OperatorContext context, IAsyncEnumerable<ApiPage> pages)
    {
        if (context.Format == OutputFormat.Json)
        {
            return await JsonPrinter.PrintAsync(context.Host.Out, pages);
        }

        var printer = context.Tables();
        long items = 0;
        string? next = null;
        await foreach (var page in pages)
        {
            if (page.Items.Count > 0)
            {
                printer.Print(columns, Rows(context, page.Items));
            }

            items += page.Items.Count;
            next = page.Next;
        }

        return (items, next);
    }

    /// <summary>An answer that is one list in one piece.</summary>
    /// <returns>How many items were printed.</returns>
    public int Print(OperatorContext context, JsonElement answer)
    {
        var page = ApiPage.Read(answer, context.Api.Address);
        if (context.Format == OutputFormat.Json)
        {
            JsonPrinter.Print(context.Host.Out, answer);
        }
        else if (page.Items.Count > 0)
        {
            context.Tables().Print(columns, Rows(context, page.Items));
        }

        return page.Items.Count;
    }

    private Cell[][] Rows(OperatorContext context, IReadOnlyList<JsonElement> items)
    {
        var now = context.Now;
        return [.. items.Select(item => row(context.Api.Read<T>(item), now))];
    }
}
