using System.Runtime.InteropServices;
using Pierhead.Control.Fabric;
using Pierhead.Fabric.Announcing;
using Pierhead.Fabric.Rendering;

namespace Pierhead.Commands.Fabric;

/// <summary><c>fabric.yaml</c> as it changes: looked at once a second, and read at SIGHUP. A tree that is wrong changes nothing, and says so.</summary>
/// <param name="takesModes">Whether another mode is taken at SIGHUP, which says that it was applied; else at the next start.</param>
internal sealed class FollowedPlace(RenderPlace place, Action<string> log, bool takesModes = false)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private volatile FabricPlace _now = new(place.Plan, place.Machine);
    private volatile bool _isAsked;
    private DateTime _written = File.GetLastWriteTimeUtc(Path.Combine(place.Tree, FabricFile.Name));

    public FabricPlace Now => _now;

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
                var isAsked = _isAsked;
                (_written, _isAsked) = (written, false);
                Read(isAsked);
            }
        }
    }

    private void Read(bool isAsked)
    {
        var result = FabricFile.Load(place.Tree);
        if (result.Plan is not { } plan)
        {
            log($"the changed tree is not taken: {string.Join("; ", result.Errors)}");
            return;
        }

        if ((plan.NodeNamed(place.Machine.Name) ?? plan.BalancerNamed(place.Machine.Name)) is not { } machine)
        {
            log($"the changed tree has no `{place.Machine.Name}` any more, and is not taken: what was announced stays until `fabric apply`");
            return;
        }

        var isOtherMode = plan.Mode != _now.Plan.Mode || plan.Announce?.Speaker != _now.Plan.Announce?.Speaker;
        if (isOtherMode && takesModes && !isAsked)
        {
            log("the changed tree has another mode or speaker: it is taken at SIGHUP, once it was applied");
            return;
        }

        if ((isOtherMode && !takesModes) || plan.Health.Port != _now.Plan.Health.Port
            || !plan.Addresses.SequenceEqual(_now.Plan.Addresses) || !machine.Addresses.SequenceEqual(_now.Machine.Addresses))
        {
            log("the changed tree has another mode, speaker, port or address: it is taken when this is started again");
            return;
        }

        _now = new FabricPlace(plan, machine);
        log("the changed tree is taken");
    }
}
