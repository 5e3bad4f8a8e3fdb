using Pierhead.Fuzz;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>What fuzzing has kept (fuzz/corpus), run through its target again.</summary>
public sealed class FuzzCorpusTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Run_KeptInputsAndSeeds_NoFind(string name)
    {
        var target = FuzzTargets.Get(name);
        var kept = Directory.GetFiles(Path.Combine(Repository(), "fuzz", "corpus", name));
        Assert.NotEmpty(kept);
        foreach (var input in kept.Select(File.ReadAllBytes).Concat(target.Seeds()))
        {
            target.Run(input);
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pierhead.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
