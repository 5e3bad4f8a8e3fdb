using System.Text;
using CsCheck;
using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>Whatever is done to a good tree, reading it gives a configuration or errors, each on one line of a file that exists.</summary>
public sealed class MutationTests
{
    private static readonly string[] Files = ["pierhead.yaml", "tenants/acme.yaml", "tenants/globex.yaml", "tokens.yaml"];

    private static readonly string[] Scraps =
    [
        "", "~", "-", ":", "- ", "[", "]", "{", "}", "\t", "&a", "*a", "!!x", "<<: *a", "? ", "|", ">", "\"", "'", "#", "%", "@", "0", "-1", "1e9", "null", "a: b",
        "99999999999999999999", "::", "::1", "0.0.0.0/0", "::/0", "\0", "\u0085", "\uFEFF", "\\", "---", "...", "\r", "é", "\U0001F6A2", "file:", "env:", "env:=", "file:\0", "1.2.3.4",
    ];

    private static readonly Gen<(int File, int Kind, int At, int Length, int Scrap)[]> Mutations =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Int[0, 40], Gen.Int[0, 100]).Array[1, 6];

    [Fact]
    public void Load_MutatedTree_NeverThrows()
    {
        using var folder = ConfigFolder.Good();
        var good = Files.Select(file => File.ReadAllText(Path.Combine(folder.Root, file))).ToArray();
        Mutations.Sample(
            mutations =>
            {
                var texts = good.ToArray();
                foreach (var (file, kind, at, length, scrap) in mutations)
                {
                    texts[file] = Mutate(texts[file], kind, at, length, Scraps[scrap % Scraps.Length]);
                }

                for (var index = 0; index < Files.Length; index++)
                {
                    folder.Write(Files[index], Encoding.UTF8.GetBytes(texts[index]));
                }

                AssertWellFormed(folder.Load());
            },
            iter: 1500,
            threads: 1);
    }

    private static string Mutate(string text, int kind, int at, int length, string scrap)
    {
        var lines = text.Split('\n').ToList();
        var line = at % lines.Count;
        var column = text.Length == 0 ? 0 : at % text.Length;
        switch (kind)
        {
            case 0:
                lines.RemoveAt(line);
                break;
            case 1:
                lines.Insert(line, lines[at / 7 % lines.Count]);
                break;
            case 2:
                lines[line] = new string(' ', length % 9) + lines[line].TrimStart();
                break;
            case 3:
                return text.Insert(column, scrap);
            case 4:
                return text.Remove(column, Math.Min(length, text.Length - column));
            default:
                (lines[line], lines[at / 5 % lines.Count]) = (lines[at / 5 % lines.Count], lines[line]);
                break;
        }

        return string.Join('\n', lines);
    }

    private static void AssertWellFormed(ConfigResult result)
    {
        Assert.Equal(result.Errors.Count == 0, result.Configuration is not null);
        Assert.All(result.Errors, error =>
        {
            Assert.DoesNotContain('\n', error.ToString());
            Assert.True(error.Line >= 1);
            Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
            Assert.EndsWith(".yaml", error.File, StringComparison.Ordinal);
        });
        Assert.Equal(result.Errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).Select(e => (e.File, e.Line)), result.Errors.Select(e => (e.File, e.Line)));
        Assert.All(result.Warnings, warning => Assert.DoesNotContain('\n', warning));
    }
}
