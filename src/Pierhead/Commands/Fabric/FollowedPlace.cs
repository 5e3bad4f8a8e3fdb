using System.Runtime.InteropServices;
using Pierhead.Control.Fabric;
using Pierhead.Fabric.Health;
using Pierhead.Fabric.Rendering;

namespace Pierhead.Commands.Fabric;

/// <summary><c>fabric.yaml</c> as it changes: looked at once a second, and read at SIGHUP. A tree that is wrong changes nothing, and says so.</summary>
internal sealed class FollowedPlace(RenderPlace place, Action<string> log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private volatile HealthPlace _now = new(place.Plan, place.Machine);
    private volatile bool _isAsked;
    private DateTime _written = File.GetLastWriteTimeUtc(Path.Combine(place.Tree, FabricFile.Name));

    public HealthPlace Now => _now;

    public async Task FollowAsync(CancellationToken cancel)
    {
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _isAsked = true;
        });
        while (true)
        {
            await Task.Delay(Every, cancel);
            var written = File.GetLastWriteTimeUtc(Path.Combine(place.Tree, FabricFile.Name));
            if (written != _written || _isAsked)
            {
                (_written, _isAsked) = (written, false);
                Read();
            }
        }
    }

    private void Read()
    {
        var result = FabricFile.Load(place.Tree);
        if (result.Plan is not { } plan)
        {
            log($"the changed tree is not taken: {string.Join("; ", result.Errors)}");
            return;
        }

        if (plan.NodeNamed(place.Machine.Name) is not { } node)
        {
            log($"the changed tree has no node `{place.Machine.Name}` any more, and is not taken");
            return;
        }

        if (plan.Mode != _now.Plan.Mode || plan.Health.Port != _now.Plan.Health.Port || !node.Addresses.SequenceEqual(_now.Node.Addresses))
        {
            log("the changed tree has another mode, port or address of this node: start viphealth again, it goes on by the former ones");
            return;
        }

        _now = new HealthPlace(plan, node);
        log("the changed tree is taken");
    }
}
