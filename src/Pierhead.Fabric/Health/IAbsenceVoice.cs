using Pierhead.Fabric.Rendering;

namespace Pierhead.Fabric.Health;

/// <summary>What is told which nodes get no new sessions. Told at every look; telling it again costs nothing.</summary>
public interface IAbsenceVoice
{
    /// <returns>Null when it was heard; else why not.</returns>
    string? Say(AbsentNodes absent);
}
