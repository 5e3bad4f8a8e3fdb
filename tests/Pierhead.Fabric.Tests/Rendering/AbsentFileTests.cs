using Pierhead.Fabric.Rendering;
using Xunit;

namespace Pierhead.Fabric.Tests.Rendering;

public sealed class AbsentFileTests : IDisposable
{
    private readonly string _run = Directory.CreateTempSubdirectory("pierhead-absent-").FullName;

    public void Dispose() => Directory.Delete(_run, recursive: true);

    [Fact]
    public void Read_NoFile_IsNothing() => Assert.Equal((null, null), AbsentFile.Read(_run));

    [Fact]
    public void Read_AfterWrite_IsTheSame()
    {
        var absent = new AbsentNodes(["land-2"], ["land-3", "land-4"]);
        AbsentFile.Write(_run, absent);
        Assert.Equal((absent, null), AbsentFile.Read(_run));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    public void Read_Damaged_SaysSo(string text)
    {
        File.WriteAllText(Path.Combine(_run, AbsentFile.Name), text);
        var (absent, trouble) = AbsentFile.Read(_run);
        Assert.Null(absent);
        Assert.Contains("is damaged and not used", trouble, StringComparison.Ordinal);
    }
}
