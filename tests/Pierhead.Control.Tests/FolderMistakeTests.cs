using Xunit;

namespace Pierhead.Control.Tests;

public sealed class FolderMistakeTests
{
    [Fact]
    public void Load_MissingDirectory_IsOneLine()
    {
        using var folder = ConfigFolder.Empty();
        var path = Path.Combine(folder.Root, "none");
        var error = Assert.Single(ConfigTree.Load(path).Errors);
        Assert.Equal($"pierhead.yaml:1: the directory `{path}` of the configuration does not exist, or may not be entered", error.ToString());
    }

    [Fact]
    public void Load_FileInsteadOfDirectory_IsOneLine()
    {
        using var folder = ConfigFolder.Good();
        var path = Path.Combine(folder.Root, "pierhead.yaml");
        var error = Assert.Single(ConfigTree.Load(path).Errors);
        Assert.Equal($"pierhead.yaml:1: the directory `{path}` of the configuration is a file, not a directory", error.ToString());
    }

    [Fact]
    public void Load_EmptyDirectory_IsOneLine()
    {
        using var folder = ConfigFolder.Empty();
        Assert.Equal($"pierhead.yaml:1: there is no such file in `{folder.Root}`", Assert.Single(folder.Load().Errors).ToString());
    }

    [Fact]
    public void Load_NodeFileWithOtherEnding_IsNamed()
    {
        using var folder = ConfigFolder.Empty().Write("pierhead.yml", "node: a\n");
        Assert.Equal($"pierhead.yaml:1: there is no such file in `{folder.Root}`; rename pierhead.yml", Assert.Single(folder.Load().Errors).ToString());
    }

    [Fact]
    public void Load_DirectoryAmongTenants_IsOneLine()
    {
        using var folder = ConfigFolder.Good().Write("tenants/old/acme.yaml", "x");
        Assert.Equal(
            ["tenants/old:1: is a directory; tenants are files beside each other, such as tenants/acme.yaml"],
            folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_TenantsIsAFile_IsOneLine()
    {
        using var folder = ConfigFolder.Empty().Write("pierhead.yaml", "node: n\nbgp: { router_id: 192.0.2.1 }\n").Write("tenants", "x");
        Assert.Equal(
            ["tenants:1: is a file; it must be a directory with a file for each tenant"], folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_NodeFileIsADirectory_IsOneLine()
    {
        using var folder = ConfigFolder.Empty().Write("pierhead.yaml/x", "x");
        Assert.Equal(["pierhead.yaml:1: cannot be read: it is a directory, not a file"], folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_DanglingLink_IsOneLine()
    {
        using var folder = ConfigFolder.Good();
        File.CreateSymbolicLink(Path.Combine(folder.Root, "tenants/gone.yaml"), "nowhere.yaml");
        Assert.Equal(
            ["tenants/gone.yaml:1: cannot be read: there is no such file; make it, or correct the path"],
            folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_NotUtf8_NamesTheLine()
    {
        using var folder = ConfigFolder.Good().Write("tenants/acme.yaml", "tenant: acme\nasn: 64500\n# Z\xFCrich\n"u8.ToArray().Append((byte)0xFC).Append((byte)'\n').ToArray());
        Assert.Equal(["tenants/acme.yaml:4: not UTF-8; save the file in that encoding"], folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_BinaryFile_IsOneLine()
    {
        using var folder = ConfigFolder.Good().Write("tenants/acme.yaml", "tenant: acme\n\0\u0001\n");
        Assert.Equal(
            ["tenants/acme.yaml:2: not a text file: it holds the control character 0x00"], folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_ByteOrderMarkAndCarriageReturns_AreFine()
    {
        using var folder = ConfigFolder.Good();
        folder.Write("tenants/globex.yaml", "\uFEFF" + ConfigFolder.GlobexYaml.ReplaceLineEndings("\r\n"));
        Assert.Empty(folder.Load().Errors);
    }

    [Fact]
    public void Load_FilesThatAreNoPart_AreWarnings()
    {
        using var folder = ConfigFolder.Good()
            .Write("extra.yaml", "x").Write("tenants/acme.yaml.bak", "x").Write("tenants/.acme.yaml.swp", "x").Write("README.md", "x");
        var result = folder.Load();
        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "extra.yaml:1: not read: no part of the tree",
                "tenants/acme.yaml.bak:1: not read: a tenant's file ends in .yaml",
            ],
            result.Warnings.Where(w => w.Contains("read", StringComparison.Ordinal)));
    }
}
