using Pierhead.Control.Fabric;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary>
/// The <c>fabric.yaml</c> that was applied last on this machine, in <c>RUN/fabric</c>: between a change of the tree and its <c>apply</c> the machine is what this
/// one says, and <c>diff</c> can tell what the change moves.
/// </summary>
internal static class AppliedTree
{
    /// <summary>Null where nothing was applied.</summary>
    public static FabricPlan? PlanIn(RenderPlace place) =>
        File.Exists(Path.Combine(place.PathOf("fabric"), FabricFile.Name)) ? FabricFile.Load(place.PathOf("fabric")).Plan : null;

    /// <exception cref="StepFailedException">It cannot be written.</exception>
    public static void Keep(RenderPlace place)
    {
        var path = Path.Combine(place.PathOf("fabric"), FabricFile.Name);
        try
        {
            File.Copy(Path.Combine(place.Tree, FabricFile.Name), path + ".new", overwrite: true);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StepFailedException($"what was applied is not kept at {path}: {exception.Message}", exception);
        }
    }
}
