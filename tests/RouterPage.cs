using System.Text.RegularExpressions;
using Xunit;

namespace Pierhead.Tests;

/// <summary>A page of <c>docs/operating/routers</c>: its first block is the tenant's file, its second the router's configuration.</summary>
internal sealed partial record RouterPage(string TenantFile, string Configuration)
{
    /// <summary>The password that every page has.</summary>
    public const string Password = "correct-horse";

    /// <summary>Where the pages are.</summary>
    public static readonly string Folder = Path.Combine(Checkout.Folder, "docs", "operating", "routers");

    public static RouterPage Read(string name)
    {
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(Folder, $"{name}.md")));
        Assert.Equal("yaml", blocks[0].Groups["language"].Value);
        return new RouterPage(blocks[0].Groups["text"].Value, blocks[1].Groups["text"].Value);
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
