using Pierhead.Fabric.Announcing;

namespace Pierhead.Fabric.Health;

/// <summary>In the announced modes: vipcontrol announces, announces at a higher MED, or withdraws.</summary>
/// <param name="run">The run directory.</param>
public sealed class VipControlVoice(string run) : IHealthVoice
{
    /// <summary>Added to the MED of a node that leaves: more than the differences between nodes that the tree is written with.</summary>
    public const uint Penalty = 10_000;

    public async Task<string?> SayAsync(HealthStanding standing, CancellationToken cancel)
    {
        try
        {
            var request = new VipRequest("set", Up: standing != HealthStanding.Out, Penalty: standing == HealthStanding.Leaving ? Penalty : 0);
            return (await VipControlSocket.AskAsync(run, request, cancel)).Error;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }
}
