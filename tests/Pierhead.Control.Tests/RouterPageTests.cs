using System.Text.RegularExpressions;
using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>The pages of <c>docs/operating/routers</c>: each has a tenant's file that is good, and speaks of all that the first page promises.</summary>
public sealed partial class RouterPageTests
{
    private static readonly string Folder = Path.Combine(Repository(), "docs", "operating", "routers");

    public static TheoryData<string> Pages =>
        [.. Directory.GetFiles(Folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "README")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_TenantFile_IsGood(string name)
    {
        var blocks = Block().Matches(Text(name));
        Assert.Equal("yaml", blocks[0].Groups["language"].Value);
        using var folder = ConfigFolder.Empty();
        folder.Write("pierhead.yaml", "node: land-1\nbgp: { router_id: 192.0.2.254 }\n");
        folder.Write("tenants/acme.yaml", blocks[0].Groups["text"].Value);
        folder.Write("secrets/edge1.ams1", "correct-horse\n");
        var result = folder.Load();
        Assert.Empty(result.Errors);

        var configuration = blocks[1].Groups["text"].Value;
        Assert.Contains("192.0.2.100", configuration, StringComparison.Ordinal);
        Assert.Contains("correct-horse", configuration, StringComparison.Ordinal);
        Assert.Matches("(?i)add[- ]?paths?|additional-paths|bestroute", configuration);
        Assert.Matches("(?i)graceful.?restart|announce restart", configuration);
        Assert.Matches("(?i)90", configuration);
        if (name != "exabgp")
        {
            Assert.Matches("(?i)reflect|cluster|rr client", configuration);
            Assert.Contains("0.0.0.0", configuration, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Readme_EveryPage_IsListed() =>
        Assert.All(Directory.GetFiles(Folder, "*.md").Select(file => Path.GetFileName(file)).Where(file => file != "README.md"), file => Assert.Contains($"({file})", Text("README"), StringComparison.Ordinal));

    private static string Text(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.md"));

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pierhead.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
