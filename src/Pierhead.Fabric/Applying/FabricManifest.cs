using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pierhead.Fabric.Applying;

/// <summary>A resource that was put, and what was there before.</summary>
public sealed record AppliedResource(Resource Resource, string? Before);

/// <summary>What was applied on this machine: enough to undo it.</summary>
/// <param name="Mode">The mode's word.</param>
/// <param name="Resources">In the order in which they were put.</param>
public sealed record FabricManifest(string Machine, string Mode, ImmutableArray<AppliedResource> Resources)
{
    // Rendered texts keep their quotes readable, for whoever looks into the file.
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static readonly FabricManifest Nothing = new("", "", []);

    /// <exception cref="StepFailedException">The text is no manifest.</exception>
    public static FabricManifest Parse(string text, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<FabricManifest>(text, Options) ?? Nothing;
        }
        catch (JsonException exception)
        {
            throw new StepFailedException(
                $"{path} is damaged ({exception.Message}): what was applied before is not known. Remove it to apply anew; what the former mode left has to be taken away by hand",
                exception);
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, Options) + "\n";

    public string? BeforeOf(string key) => Resources.FirstOrDefault(applied => applied.Resource.Key == key)?.Before;
}
