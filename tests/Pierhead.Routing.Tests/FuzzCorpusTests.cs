using Pierhead.Fuzz;
using Pierhead.Tests;
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
        var kept = Directory.GetFiles(Path.Combine(Checkout.Folder, "fuzz", "corpus", name));
        Assert.NotEmpty(kept);
        foreach (var input in kept.Select(File.ReadAllBytes).Concat(target.Seeds()))
        {
            target.Run(input);
        }
    }
}
