namespace Pierhead.Fabric.Health;

/// <summary>What a node's standing is told to besides who asks by HTTP. Told at every look; telling it again costs nothing.</summary>
public interface IHealthVoice
{
    /// <returns>Null when it was heard; else why not.</returns>
    Task<string?> SayAsync(HealthStanding standing, CancellationToken cancel);
}
