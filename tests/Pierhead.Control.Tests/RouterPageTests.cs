using Pierhead.Tests;
using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>The pages of <c>docs/operating/routers</c>: each has a tenant's file that is good, and speaks of all that the first page promises.</summary>
public sealed class RouterPageTests
{
    public static TheoryData<string> Pages =>
        [.. Directory.GetFiles(RouterPage.Folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "README")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_TenantFile_IsGood(string name)
    {
        var page = RouterPage.Read(name);
        using var folder = ConfigFolder.Empty();
        folder.Write("pierhead.yaml", "node: land-1\nbgp: { router_id: 192.0.2.254 }\n");
        folder.Write("tenants/acme.yaml", page.TenantFile);
        folder.Write("secrets/edge1.ams1", RouterPage.Password + "\n");
        var result = folder.Load();
        Assert.Empty(result.Errors);

        Assert.Contains("192.0.2.100", page.Configuration, StringComparison.Ordinal);
        Assert.Contains(RouterPage.Password, page.Configuration, StringComparison.Ordinal);
        Assert.Matches("(?i)add[- ]?paths?|additional-paths|bestroute", page.Configuration);
        Assert.Matches("(?i)graceful.?restart|announce restart", page.Configuration);
        Assert.Contains("90", page.Configuration, StringComparison.Ordinal);
        if (name != "exabgp")
        {
            Assert.Matches("(?i)reflect|cluster|rr client", page.Configuration);
            Assert.Contains("0.0.0.0", page.Configuration, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Readme_EveryPage_IsListed()
    {
        var readme = File.ReadAllText(Path.Combine(RouterPage.Folder, "README.md"));
        Assert.All(Pages, page => Assert.Contains($"({page.Data}.md)", readme, StringComparison.Ordinal));
    }
}
