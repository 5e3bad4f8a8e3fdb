using System.Text.RegularExpressions;
using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>Every small slip that can be made in the good tree is one line, or none where the tree stays valid; never two.</summary>
public sealed partial class SlipTests
{
    public static readonly TheoryData<string, string> Files = new()
    {
        { "pierhead.yaml", ConfigFolder.NodeYaml },
        { "tenants/acme.yaml", ConfigFolder.AcmeYaml },
        { "tenants/globex.yaml", ConfigFolder.GlobexYaml },
        { "tokens.yaml", ConfigFolder.TokensYaml },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_AnyKeyMisspelt_GivesOneLineWithItsName(string file, string text)
    {
        using var folder = ConfigFolder.Good();
        foreach (var key in Keys().Matches(text).Cast<Match>().Select(match => match.Groups[1]))
        {
            var misspelt = key.Value is "raw" or "1m" or "1h" ? "x" + key.Value : key.Value[..^1] + key.Value[^1] + key.Value[^1];
            folder.Write(file, text.Remove(key.Index, key.Length).Insert(key.Index, misspelt));
            var error = Assert.Single(folder.Load().Errors);
            Assert.Equal((file, text[..key.Index].Count(c => c == '\n') + 1), (error.File, error.Line));
            Assert.Contains($"`{misspelt}`", error.Message, StringComparison.Ordinal);
            if (misspelt[0] != 'x')
            {
                Assert.EndsWith($"; did you mean `{key.Value}`?", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_AnyValueNonsense_GivesOneLineAtMost(string file, string text)
    {
        using var folder = ConfigFolder.Good();
        foreach (var value in Values().Matches(text).Cast<Match>().Select(match => match.Groups[1]))
        {
            folder.Write(file, text.Remove(value.Index, value.Length).Insert(value.Index, "\"no sense\""));
            var errors = folder.Load().Errors;
            Assert.True(errors.Count <= 1, $"{file}: {value.Value}: {string.Join('\n', errors)}");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_AnyLineGone_GivesOneLineAtMost(string file, string text)
    {
        using var folder = ConfigFolder.Good();
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            folder.Write(file, string.Join('\n', lines.Where((_, at) => at != index)));
            var errors = folder.Load().Errors;
            Assert.True(errors.Count <= 1, $"{file}: without {lines[index]}: {string.Join('\n', errors)}");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_ACharacterGone_NeverThrowsAndNamesTheFile(string file, string text)
    {
        using var folder = ConfigFolder.Good();
        for (var index = 0; index < text.Length; index += 3)
        {
            folder.Write(file, text.Remove(index, 1));
            Assert.All(folder.Load().Errors, error => Assert.True(error.Line <= text.Count(c => c == '\n') + 1));
        }
    }

    [GeneratedRegex(@"(?<=^|[\s{,-])([a-z0-9_]+):(?=\s)", RegexOptions.Multiline)]
    private static partial Regex Keys();

    [GeneratedRegex(@": ((?:""[^""]*""|[^\s\[{,}""]+))(?=[\s,}])")]
    private static partial Regex Values();
}
