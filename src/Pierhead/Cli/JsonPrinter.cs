using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pierhead.Cli;

/// <summary>The API's JSON, indented, and otherwise as it came.</summary>
internal static class JsonPrinter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(TextWriter output, JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            element.WriteTo(json);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Several pages as the one page they would have been, written while they come. Returns items and the last cursor.</summary>
    public static async Task<(long Items, string? Next)> PrintAsync(TextWriter output, IAsyncEnumerable<ApiPage> pages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteStartArray("items");
        long items = 0;
        string? next = null;
        await foreach (var page in pages)
        {
            foreach (var item in page.Items)
            {
                item.WriteTo(json);
            }

            items += page.Items.Count;
            next = page.Next;
            await FlushAsync(json, buffer, output);
        }

        json.WriteEndArray();
        json.WriteString("next", next);
        json.WriteEndObject();
        await FlushAsync(json, buffer, output);
        await output.WriteLineAsync();
        return (items, next);
    }

    private static async Task FlushAsync(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer, TextWriter output)
    {
        await json.FlushAsync();
        await output.WriteAsync(Encoding.UTF8.GetString(buffer.WrittenSpan));
        buffer.ResetWrittenCount();
    }
}
