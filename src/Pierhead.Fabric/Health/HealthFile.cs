using System.Text.Json;

namespace Pierhead.Fabric.Health;

/// <summary>
/// The standing in <c>RUN/viphealth.json</c>: a restart of viphealth takes no node out. The run directory does not outlive the machine, so that after its start
/// a node is looked at before it is in.
/// </summary>
/// <param name="run">The run directory.</param>
public sealed class HealthFile(string run)
{
    private string FilePath => Path.Combine(run, "viphealth.json");

    /// <summary>What was kept; of a file that is damaged, a sentence and the state of a machine that starts.</summary>
    public (HealthState State, string? Trouble) Read()
    {
        try
        {
            return File.Exists(FilePath) && JsonSerializer.Deserialize<Kept>(File.ReadAllText(FilePath)) is { } kept
                ? (HealthState.First with { Standing = kept.IsIn ? HealthStanding.In : HealthStanding.Out, HasLeft = kept.IsIn || kept.HasLeft, Reason = kept.IsIn ? null : HealthState.First.Reason }, null)
                : (HealthState.First, null);
        }
        catch (JsonException exception)
        {
            return (HealthState.First, $"{FilePath} is damaged and not used ({exception.Message}): this node is out until it was looked at");
        }
    }

    /// <exception cref="IOException">It cannot be kept.</exception>
    public void Write(HealthState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var beside = FilePath + ".new";
        File.WriteAllText(beside, JsonSerializer.Serialize(new Kept(state.Standing == HealthStanding.In, state.HasLeft)));
        File.Move(beside, FilePath, overwrite: true);
    }

    private sealed record Kept(bool IsIn, bool HasLeft);
}
