using System.Collections.Immutable;

namespace Pierhead.Fabric.Applying;

/// <summary>
/// Makes a machine what the tree says. Only what differs is touched, so a second run changes nothing. When a step fails the former state is
/// put back. What was begun is written down before the first step, so that a run that was cut off is finished, or undone, by the next.
/// </summary>
/// <param name="folder">Where it keeps what it did: <c>RUN/fabric</c>.</param>
public sealed class FabricApply(IMachineSystem system, string folder)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string ManifestPath => ManifestIn(folder);

    private string JournalPath => Path.Combine(folder, "begun.json");

    /// <summary>Written anew whenever something was applied.</summary>
    internal static string ManifestIn(string folder) => Path.Combine(folder, "applied.json");

    /// <summary>What was applied last; <see cref="FabricManifest.Nothing"/> where nothing was.</summary>
    public FabricManifest Former() => system.Read(ManifestPath) is { } text ? FabricManifest.Parse(text, ManifestPath) : FabricManifest.Nothing;

    /// <summary>Whether a run was cut off in the middle.</summary>
    public bool WasCutOff => system.Read(JournalPath) is not null;

    /// <summary>What applying would do now.</summary>
    public FabricChange Find(ImmutableArray<Resource> wanted) => FabricChange.Find(system, Known(), wanted);

    /// <summary>Applies.</summary>
    /// <param name="say">Told each step before it is done.</param>
    /// <exception cref="StepFailedException">A step failed; the former state is back, or the message says what is not.</exception>
    public FabricChange Apply(string machine, string mode, ImmutableArray<Resource> wanted, Action<string> say)
    {
        var known = Known();
        var change = FabricChange.Find(system, known, wanted);
        var done = known.Resources.ToList();
        if (change.IsEmpty && !WasCutOff && Former().Mode == mode)
        {
            return change;
        }

        var former = Former();
        Keep(JournalPath, new FabricManifest(machine, mode, [.. known.Resources, .. wanted.Where(resource => Find(done, resource.Key) < 0).Select(resource => new AppliedResource(resource, null))]));
        try
        {
            foreach (var resource in change.Put)
            {
                say(resource.Words);
                Put(done, resource);
                Keep(JournalPath, new FabricManifest(machine, mode, [.. done, .. Unknown(done, wanted)]));
            }

            foreach (var applied in change.Removed)
            {
                say($"take away: {applied.Resource.Key}");
                applied.Resource.Remove(system, applied.Before);
                done.RemoveAll(entry => entry.Resource.Key == applied.Resource.Key);
            }
        }
        catch (StepFailedException failure)
        {
            throw new StepFailedException($"{failure.Message}. {Undo(former, done, say)}", failure);
        }

        // What was in place already is ours from now on.
        foreach (var resource in wanted.Where(resource => Find(done, resource.Key) < 0))
        {
            done.Add(new AppliedResource(resource, null));
        }

        Keep(ManifestPath, new FabricManifest(machine, mode, [.. wanted.Select(resource => new AppliedResource(resource, done[Find(done, resource.Key)].Before))]));
        system.Delete(JournalPath);
        return change;
    }

    /// <summary>What is, or may be, on the machine: after a run that was cut off also what it had begun.</summary>
    private FabricManifest Known() => system.Read(JournalPath) is { } begun ? FabricManifest.Parse(begun, JournalPath) : Former();

    private static int Find(List<AppliedResource> done, string key) => done.FindIndex(applied => applied.Resource.Key == key);

    private static IEnumerable<AppliedResource> Unknown(List<AppliedResource> done, ImmutableArray<Resource> wanted) =>
        wanted.Where(resource => Find(done, resource.Key) < 0).Select(resource => new AppliedResource(resource, null));

    private void Put(List<AppliedResource> done, Resource resource)
    {
        var at = Find(done, resource.Key);

        // Noted before it is done: a step that fails half-way has to be undone as well.
        var before = at < 0 ? null : done[at].Before;
        if (at < 0)
        {
            done.Add(new AppliedResource(resource, null));
            at = done.Count - 1;
        }
        else
        {
            done[at] = new AppliedResource(resource, before);
        }

        var found = resource.Put(system);
        done[at] = new AppliedResource(resource, before ?? found);
    }

    private string Undo(FabricManifest former, List<AppliedResource> done, Action<string> say)
    {
        var left = new List<string>();
        foreach (var applied in former.Resources)
        {
            Try(() => applied.Resource.IsInPlace(system) ? null : Again(applied.Resource, say), applied.Resource, left);
        }

        var keys = former.Resources.Select(applied => applied.Resource.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var applied in done.Where(applied => !keys.Contains(applied.Resource.Key)).Reverse())
        {
            say($"undo: {applied.Resource.Key}");
            Try(
                () =>
                {
                    applied.Resource.Remove(system, applied.Before);
                    return null;
                },
                applied.Resource,
                left);
        }

        if (left.Count != 0)
        {
            return $"Putting the former state back failed too, for {string.Join("; ", left)}. The next `apply` goes on from here";
        }

        system.Delete(JournalPath);
        return former.Resources.IsEmpty ? "Everything begun was taken back: nothing is applied" : $"The former state ({former.Mode}) is back";
    }

    private string? Again(Resource resource, Action<string> say)
    {
        say($"put back: {resource.Key}");
        return resource.Put(system);
    }

    private static void Try(Func<string?> step, Resource resource, List<string> left)
    {
        try
        {
            _ = step();
        }
        catch (StepFailedException failure)
        {
            left.Add($"{resource.Key}: {failure.Message}");
        }
    }

    private void Keep(string path, FabricManifest manifest) => system.Write(path, manifest.ToString(), Private);
}
