using System.Text.Json;

namespace Pierhead.Cli;

/// <summary>One page of a list, its items as the API wrote them.</summary>
/// <param name="Next">The cursor of the following page, null on the last one.</param>
internal sealed record ApiPage(IReadOnlyList<JsonElement> Items, string? Next)
{
    internal static ApiPage Read(JsonElement answer, Uri address)
    {
        if (answer.ValueKind != JsonValueKind.Object
            || !answer.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            throw new ApiFailure(address, hasToken: false).NotPierhead();
        }

        var next = answer.TryGetProperty("next", out var cursor) && cursor.ValueKind == JsonValueKind.String ? cursor.GetString() : null;
        return new ApiPage([.. items.EnumerateArray()], next);
    }
}
