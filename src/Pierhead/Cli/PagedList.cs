using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pierhead.Cli;

/// <summary>A list of the API, page after page.</summary>
internal static class PagedList
{
    /// <summary>Items asked for in one request: large enough that a full table takes hundreds of requests, not tens of thousands.</summary>
    private const int PageSize = 1_000;

    /// <summary>
    /// The pages that hold what is wanted. A page may be short or empty and still have a next one: the node bounds its work,
    /// not only its answer.
    /// </summary>
    public static async IAsyncEnumerable<ApiPage> ReadAsync(
        ApiClient api, Func<ApiQuery> query, Listing listing, [EnumeratorCancellation] CancellationToken cancel)
    {
        var cursor = listing.Cursor;
        var left = listing.Limit;
        while (true)
        {
            var asked = Math.Min(left ?? PageSize, PageSize);
            var answer = await api.GetAsync(
                query().With("limit", asked.ToString(System.Globalization.CultureInfo.InvariantCulture)).With("cursor", cursor), cancel);
            var page = ApiPage.Read(answer, api.Address);
            left -= page.Items.Count;
            yield return page;
            if (page.Next is null || left <= 0)
            {
                yield break;
            }

            if (page.Next == cursor)
            {
                throw new CliException($"{api.Address} gave the same page twice; the list is not complete.");
            }

            cursor = page.Next;
        }
    }
}
