using Pierhead.Fabric.Rendering;

namespace Pierhead.Fabric.Health;

/// <summary>In active-backup: the file that keepalived tracks, 0 while the node is well. Another number lets it give the address away.</summary>
/// <param name="run">The run directory.</param>
public sealed class TrackFileVoice(string run) : IHealthVoice
{
    public Task<string?> SayAsync(HealthStanding standing, CancellationToken cancel) => Task.FromResult(Say(standing == HealthStanding.In ? "0\n" : "1\n"));

    private string? Say(string text)
    {
        var path = Path.Combine(run, KeepalivedVrrp.TrackFile);
        try
        {
            // keepalived watches the file itself: it is written where it is.
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                File.WriteAllText(path, text);
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be written: {exception.Message}";
        }
    }
}
