namespace Pierhead.Simulate;

/// <summary>What can happen to a simulated router.</summary>
public enum SimulationEventKind
{
    Established,

    /// <summary>Everything that the session begins with is sent.</summary>
    Announced,

    /// <summary>The session, or the attempt at one, ended; the text says why.</summary>
    Ended,
}

/// <summary>Something that happened to a router. Handlers are called from any thread, and must be quick.</summary>
public readonly record struct SimulationEvent(string Router, SimulationEventKind Kind, string Text);
