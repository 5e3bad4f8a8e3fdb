using System.Text.Json;

namespace Pierhead.Fabric.Rendering;

/// <summary>
/// <c>RUN/absent.json</c>: written by viphealth, read by what renders this machine, so that <c>apply</c> and viphealth never undo each other. It goes with the
/// run directory when the machine starts.
/// </summary>
public static class AbsentFile
{
    public const string Name = "absent.json";

    /// <summary>What was written last; null where nothing was, and, with a sentence, where it is damaged.</summary>
    public static (AbsentNodes? Absent, string? Trouble) Read(string run)
    {
        var path = Path.Combine(run, Name);
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<Kept>(File.ReadAllText(path)) is { Out: { } notWell, Gone: { } gone }
                ? (new AbsentNodes([.. notWell], [.. gone]), null)
                : (null, null);
        }
        catch (JsonException exception)
        {
            return (null, $"{path} is damaged and not used: {exception.Message}");
        }
    }

    /// <exception cref="IOException">It cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string run, AbsentNodes absent)
    {
        ArgumentNullException.ThrowIfNull(absent);
        var path = Path.Combine(run, Name);
        var beside = path + ".new";
        File.WriteAllText(beside, JsonSerializer.Serialize(new Kept([.. absent.Out], [.. absent.Gone])));
        File.Move(beside, path, overwrite: true);
    }

    private sealed record Kept(string[] Out, string[] Gone);
}
