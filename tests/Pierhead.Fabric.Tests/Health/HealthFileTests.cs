using Pierhead.Fabric.Health;
using Xunit;

namespace Pierhead.Fabric.Tests.Health;

public sealed class HealthFileTests : IDisposable
{
    private readonly string _run = Directory.CreateTempSubdirectory("pierhead-health-").FullName;

    public void Dispose() => Directory.Delete(_run, recursive: true);

    [Fact]
    public void Read_NoFile_IsAMachineThatStarts() => Assert.Equal((HealthState.First, null), new HealthFile(_run).Read());

    [Theory]
    [InlineData(HealthStanding.In, HealthStanding.In)]
    [InlineData(HealthStanding.Leaving, HealthStanding.Out)]
    [InlineData(HealthStanding.Out, HealthStanding.Out)]
    public void Read_AfterWrite_IsTheStanding(HealthStanding written, HealthStanding read)
    {
        new HealthFile(_run).Write(HealthState.First with { Standing = written, HasLeft = true });
        var (state, trouble) = new HealthFile(_run).Read();
        Assert.Equal((read, true, null), (state.Standing, state.HasLeft, trouble));
    }

    [Fact]
    public void Read_Damaged_SaysSoAndIsOut()
    {
        File.WriteAllText(Path.Combine(_run, "viphealth.json"), "{");
        var (state, trouble) = new HealthFile(_run).Read();
        Assert.Equal(HealthState.First, state);
        Assert.Contains("is damaged and not used", trouble, StringComparison.Ordinal);
    }
}
