using Pierhead.Control.Fabric;
using Xunit;

namespace Pierhead.Control.Tests.Fabric;

public sealed class FabricEditorTests
{
    private const string Block = """
        # the fabric of one site
        fabric:
          mode: announced-hash   # stage three
          addresses: [203.0.113.10]
          announce: { asn: 64513, router: { asn: 64512, addresses: [10.10.0.1] } }
          nodes:
            # the old pair
            - name: land-1
              addresses: [10.10.0.21]
              interface: eth0
              mac: "02:00:00:00:00:15"
              med: 100         # preferred
            - { name: land-2, addresses: [10.10.0.22], interface: eth0, mac: "02:00:00:00:00:16", med: 200 }   # the other
          health: { every: 2s }

        """;

    [Fact]
    public void Drain_FlowEntry_AddsTheKeyAndRemembersTheMembership()
    {
        Assert.Equal(
            Block.Replace("med: 200 }", "med: 200, drain: true }", StringComparison.Ordinal)
                .Replace("  health: { every: 2s }\n", "  health: { every: 2s }\n  before: [\"land-1=100 land-2=100\"]\n", StringComparison.Ordinal),
            After(editor => editor.Drain("land-2")));
    }

    [Fact]
    public void DrainThenUndrain_BlockEntry_IsTheTextAgain()
    {
        var text = After(
            editor => editor.Drain("land-1"),
            editor => editor.Undrain("land-1"));
        Assert.Equal(Block.Replace("every: 2s }\n", "every: 2s }\n  before: [\"land-2=100\"]\n", StringComparison.Ordinal), text);
    }

    [Fact]
    public void SetMed_Scalar_KeepsTheComment() =>
        Assert.Equal(Block.Replace("med: 100 ", "med: 350 ", StringComparison.Ordinal), After(editor => editor.SetMed("land-1", 350)));

    [Fact]
    public void AddThenRemove_Node_LeavesItsFormerMembership()
    {
        var text = After(editor => editor.Add("land-3", ["10.10.0.23"], "eth0", "02:00:00:00:00:17", 50, 300));
        Assert.Contains(
            "# the other\n    - { name: land-3, addresses: [\"10.10.0.23\"], interface: eth0, mac: \"02:00:00:00:00:17\", weight: 50, med: 300 }\n  health",
            text,
            StringComparison.Ordinal);
        Assert.Contains("before: [\"land-1=100 land-2=100\"]", text, StringComparison.Ordinal);
        using var folder = ConfigFolder.Good().Write("fabric.yaml", text);
        var plan = new FabricEditor(folder.Root).Remove("land-1");
        Assert.Equal("land-2=100 land-3=50", plan.Membership.ToString());
        Assert.Equal(["land-1=100 land-2=100 land-3=50", "land-1=100 land-2=100"], plan.Before.Select(before => before.ToString()));
        Assert.DoesNotContain("name: land-1", File.ReadAllText(Path.Combine(folder.Root, "fabric.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_NextToLast_ChangesNothingAndSaysWhy()
    {
        using var folder = ConfigFolder.Good().Write("fabric.yaml", Block);
        var failure = Assert.Throws<FabricEditException>(() => new FabricEditor(folder.Root).Remove("land-2"));
        Assert.Contains("nothing was changed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("one node only", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Block, File.ReadAllText(Path.Combine(folder.Root, "fabric.yaml")));
        Assert.Single(Directory.GetFiles(folder.Root, "fabric.yaml*"));
    }

    [Fact]
    public void Drain_Unknown_NamesThoseThereAre()
    {
        using var folder = ConfigFolder.Good().Write("fabric.yaml", Block);
        var failure = Assert.Throws<FabricEditException>(() => new FabricEditor(folder.Root).Drain("land-22"));
        Assert.Equal("there is no `land-22` among `nodes`; there are land-1, land-2; did you mean `land-2`?", failure.Message);
    }

    [Fact]
    public void Change_FourTimes_KeepsThreeMemberships()
    {
        using var folder = ConfigFolder.Good().Write("fabric.yaml", Block);
        var editor = new FabricEditor(folder.Root);
        for (var node = 3; node <= 6; node++)
        {
            editor.Add($"land-{node}", [$"10.10.0.2{node}"], "eth0", $"02:00:00:00:00:2{node}", null, null);
        }

        Assert.Equal(3, editor.SetMed("land-3", 7).Before.Length);
    }

    private static string After(params Action<FabricEditor>[] edits)
    {
        using var folder = ConfigFolder.Good().Write("fabric.yaml", Block);
        foreach (var edit in edits)
        {
            edit(new FabricEditor(folder.Root));
        }

        Assert.Empty(FabricFile.Load(folder.Root).Errors);
        return File.ReadAllText(Path.Combine(folder.Root, "fabric.yaml"));
    }
}
