using System.Collections.Immutable;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Tests.Rendering;
using Pierhead.Model.Fabric;
using Xunit;

namespace Pierhead.Fabric.Tests.Applying;

public sealed class FabricApplyTests
{
    private static readonly ImmutableArray<Resource> Old =
        [new FileResource("/a", "one"), new FileResource("/b", "one"), new SysctlResource("net/x", "1")];

    private static readonly ImmutableArray<Resource> New =
        [new FileResource("/b", "two"), new FileResource("/c", "two"), new SysctlResource("net/y", "5"), new FileResource("/d", "two")];

    private readonly FakeSystem _system = new();
    private readonly FabricApply _apply;

    public FabricApplyTests()
    {
        _apply = new FabricApply(_system, "/state");
        _system.Set("/proc/sys/net/x", "0");
        _system.Set("/proc/sys/net/y", "0");
    }

    [Fact]
    public void Apply_Twice_SecondChangesNothing()
    {
        Apply(Old);
        var writes = _system.Writes;
        Assert.True(Apply(Old).IsEmpty);
        Assert.Equal(writes, _system.Writes);
    }

    [Fact]
    public void Apply_AnotherPlan_PutsWhatDiffersAndTakesTheRestAway()
    {
        Apply(Old);
        Apply(New);
        Assert.Equal(["/b=two", "/c=two", "/d=two", "/proc/sys/net/x=0", "/proc/sys/net/y=5"], State());
        Assert.False(_apply.WasCutOff);
    }

    [Fact]
    public void Apply_ChangedByHand_IsPutRight()
    {
        Apply(Old);
        _system.Set("/b", "by hand");
        Assert.Equal(["file /b"], Apply(Old).Put.Select(resource => resource.Key));
        Assert.Equal("one", _system.Read("/b"));
    }

    [Theory]
    [InlineData("/b")]
    [InlineData("/c")]
    [InlineData("/proc/sys/net/y")]
    [InlineData("/d")]
    public void Apply_AStepFails_FormerStateIsBack(string fails)
    {
        Apply(Old);
        var before = State();
        _system.FailsAt = fails;
        var failure = Assert.Throws<StepFailedException>(() => Apply(New));
        Assert.Contains($"{fails} cannot be written: disk full", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The former state (old) is back", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, State());
        Assert.False(_apply.WasCutOff);
        Assert.True(Apply(Old).IsEmpty);
    }

    [Fact]
    public void Apply_FirstOneFails_NothingIsLeft()
    {
        var before = State();
        _system.FailsAt = "/b";
        Assert.Contains("nothing is applied", Assert.Throws<StepFailedException>(() => Apply(Old)).Message, StringComparison.Ordinal);
        Assert.Equal(before, State());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Apply_CutOffInTheMiddle_NextOneFinishesOrUndoes(int steps)
    {
        foreach (var wanted in new[] { Old, New })
        {
            Apply(Old);
            Assert.Throws<InvalidOperationException>(() => _apply.Apply("land-1", "new", New, _ => _system.IsCutOff = --steps < 0));
            _system.IsCutOff = false;
            Assert.True(_apply.WasCutOff);
            Apply(wanted);
            Assert.False(_apply.WasCutOff);
            string[] expected = wanted == Old
                ? ["/a=one", "/b=one", "/proc/sys/net/x=1", "/proc/sys/net/y=0"]
                : ["/b=two", "/c=two", "/d=two", "/proc/sys/net/x=0", "/proc/sys/net/y=5"];
            Assert.Equal(expected, State());
            steps = Math.Max(0, steps);
        }
    }

    [Fact]
    public void Manifest_EveryKindOfResource_ReadsBack()
    {
        foreach (var (mode, machine) in new[] { (FabricMode.AnnouncedHash, "land-1"), (FabricMode.DirectReturnLvs, "lb-1"), (FabricMode.ActiveBackup, "land-1") })
        {
            var manifest = new FabricManifest(machine, mode.Word(), [.. FabricRendererTests.Render(Plans.Of(mode), machine).Select(resource => new AppliedResource(resource, "0"))]);
            Assert.Equal(manifest.Resources, FabricManifest.Parse(manifest.ToString(), "x").Resources);
        }
    }

    [Fact]
    public void Manifest_Damaged_SaysWhatToDo() =>
        Assert.Contains("Remove it to apply anew", Assert.Throws<StepFailedException>(() => FabricManifest.Parse("{", "/run/x")).Message, StringComparison.Ordinal);

    private FabricChange Apply(ImmutableArray<Resource> wanted) => _apply.Apply("land-1", wanted == Old ? "old" : "new", wanted, _ => { });

    private List<string> State() => [.. _system.Files.Select(file => $"{file.Key}={file.Value}")];
}
