using Pierhead.Fabric.Health;
using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Applying;

/// <summary>
/// Keeps the table of an announced mode at who is there, between two runs of <c>apply</c>, which renders the same by <see cref="AbsentFile"/>. It never makes
/// a table, and never takes up a change of the tree: that is <c>apply</c>'s. Where another holds the lock it is done at the next look.
/// </summary>
/// <param name="applied">The plan that was applied last; null where none can be read.</param>
public sealed class SpreadLoader(RenderPlace place, IMachineSystem system, Func<FabricPlan?> applied, TimeProvider time) : IAbsenceVoice
{
    private AbsentNodes? _absent;
    private DateTime _applied;

    public string? Say(AbsentNodes absent)
    {
        ArgumentNullException.ThrowIfNull(absent);
        try
        {
            // Only then has the table to be another one; listing it is dear.
            var written = File.GetLastWriteTimeUtc(FabricApply.ManifestIn(place.PathOf("fabric")));
            if (_absent == absent && _applied == written)
            {
                return null;
            }

            using (FabricLock.Take(place.PathOf("fabric"), TimeSpan.Zero, time))
            {
                AbsentFile.Write(place.Run, absent);
                Load(absent);
                (_absent, _applied) = (absent, File.GetLastWriteTimeUtc(FabricApply.ManifestIn(place.PathOf("fabric"))));
            }

            return null;
        }
        catch (Exception exception) when (exception is StepFailedException or IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    private void Load(AbsentNodes absent)
    {
        if (applied() is not { } plan || !plan.Mode.SpreadsOnNodes() || plan.NodeNamed(place.Machine.Name) is not { } machine)
        {
            return;
        }

        var table = SpreadTable.Table(place with { Plan = plan, Machine = machine, Absent = absent });
        if (table.IsThere(system) && !table.IsInPlace(system))
        {
            _ = table.Put(system);
        }
    }
}
