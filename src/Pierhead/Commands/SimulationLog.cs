using Pierhead.Simulate;

namespace Pierhead.Commands;

/// <summary>What happens to simulated routers, a line each; of many routers only what goes wrong.</summary>
internal sealed class SimulationLog(TextWriter writer, bool quiet)
{
    /// <summary>With more routers than this, a line for each that came up says nothing any more.</summary>
    public const int MostRouters = 20;

    private readonly Lock _lock = new();

    public void Write(SimulationEvent happened)
    {
        if (quiet && happened.Kind != SimulationEventKind.Ended)
        {
            return;
        }

        lock (_lock)
        {
            writer.WriteLine($"{happened.Router}: {happened.Text}");
        }
    }
}
