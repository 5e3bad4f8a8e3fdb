using Pierhead.Control.Written;
using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>That the reference for operators has every key, and marks those whose use comes later.</summary>
public sealed class ReferenceTests
{
    public static readonly TheoryData<string, string, bool> Rows = MakeRows();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Reference_OfEveryKey_HasItsRow(string key, string required, bool isLater)
    {
        var row = File.ReadLines(Reference()).FirstOrDefault(line => line.StartsWith($"| `{key}` |", StringComparison.Ordinal));
        Assert.True(row is not null, $"docs/operating/configuration.md has no row for {key}");
        Assert.Equal(required.Length > 0, row.Contains("required", StringComparison.Ordinal) && !row.Contains("are required", StringComparison.Ordinal));
        Assert.Equal(isLater, row.EndsWith("| later |", StringComparison.Ordinal));
    }

    private static TheoryData<string, string, bool> MakeRows()
    {
        var rows = new TheoryData<string, string, bool>();
        Add(rows, NodeConfig.Keys, "", isLater: false);
        Add(rows, TenantConfig.Keys, "", isLater: false);
        Add(rows, BgpConfig.Keys, "bgp.", isLater: false);
        Add(rows, TokenConfig.Keys, "", isLater: false);
        return rows;
    }

    private static void Add(TheoryData<string, string, bool> rows, KeyTable table, string path, bool isLater)
    {
        foreach (var key in table.Keys)
        {
            var later = isLater || key.Later;
            var isBgpOfMany = key.Table == BgpConfig.Keys;
            if (key.Table is null || isBgpOfMany)
            {
                rows.Add(path + key.Name, IsRequired(path, key) ? "required" : "", later);
            }

            if ((isBgpOfMany ? null : key.Table ?? key.Items) is { } inner && inner != BgpConfig.MaxPrefixes)
            {
                Add(rows, inner, $"{path}{key.Name}.", later);
            }
        }
    }

    /// <summary>The certificate is required only where there is TLS, which its default says.</summary>
    private static bool IsRequired(string path, Key key) => key.Required && path + key.Name != "api.tls.certificate";

    private static string Reference()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "docs", "operating", "configuration.md");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("docs/operating/configuration.md is not above the tests.");
    }
}
