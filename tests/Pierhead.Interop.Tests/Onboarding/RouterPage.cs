using System.Text.RegularExpressions;

namespace Pierhead.Interop.Tests.Onboarding;

/// <summary>A page of <c>docs/operating/routers</c>: its first block is the tenant's file, its second the router's configuration.</summary>
internal sealed partial record RouterPage(string TenantFile, string Configuration)
{
    /// <summary>The password that every page has.</summary>
    public const string Password = "correct-horse";

    public static RouterPage Read(string name)
    {
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(Repository(), "docs", "operating", "routers", $"{name}.md")));
        Assert.Equal("yaml", blocks[0].Groups["language"].Value);
        return new RouterPage(blocks[0].Groups["text"].Value, blocks[1].Groups["text"].Value);
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

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
