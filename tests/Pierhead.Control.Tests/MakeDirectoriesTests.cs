using Pierhead.Model.Snapshot;
using Xunit;

namespace Pierhead.Control.Tests;

public sealed class MakeDirectoriesTests
{
    [Fact]
    public void MakeDirectories_Missing_MakesThem()
    {
        using var folder = ConfigFolder.Good();
        var node = folder.Load().Configuration!.Node;
        Assert.False(Directory.Exists(node.State!.Path));
        Assert.Empty(ConfigTree.MakeDirectories(node));
        Assert.Empty(Directory.EnumerateFileSystemEntries(node.State!.Path!));
        Assert.True(Directory.Exists(Path.GetDirectoryName(node.Store!.Path)));
        Assert.False(File.Exists(node.Store.Path));
        Assert.Empty(ConfigTree.MakeDirectories(node));
    }

    [Fact]
    public void MakeDirectories_FileInTheWay_IsASentence()
    {
        using var folder = ConfigFolder.Good().Write("data", "a file");
        var problems = ConfigTree.MakeDirectories(folder.Load().Configuration!.Node);
        Assert.Equal(2, problems.Count);
        Assert.StartsWith($"The directory {folder.Root}/data/state (`state: path` in pierhead.yaml) cannot be used: ", problems[0], StringComparison.Ordinal);
        Assert.EndsWith("name another directory.", problems[0], StringComparison.Ordinal);
        Assert.StartsWith($"The directory {folder.Root}/data (`store: path` in pierhead.yaml) cannot be used: ", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void MakeDirectories_ReadOnlyFileSystem_IsASentence()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "there is no /proc");
        using var folder = ConfigFolder.Good();
        var node = folder.Load().Configuration!.Node with { State = new StateSettings("/proc/self/pierhead", TimeSpan.Zero), Store = null };
        var problem = Assert.Single(ConfigTree.MakeDirectories(node));
        Assert.StartsWith("The directory /proc/self/pierhead (`state: path` in pierhead.yaml) cannot be used: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void MakeDirectories_NothingConfigured_DoesNothing()
    {
        using var folder = ConfigFolder.Small("tenant: t\nasn: 1\n");
        Assert.Empty(ConfigTree.MakeDirectories(folder.Load().Configuration!.Node));
    }
}
