namespace Pierhead.Tests;

/// <summary>
/// Real captures that tests read where they are, from the folder that the environment variable PIERHEAD_CORPUS names
/// (by default the folder <c>../shared/data</c> beside the checkout). They belong to others and are not part of the project.
/// </summary>
internal static class Corpus
{
    public static readonly string? Folder = Find();

    /// <summary>The path of a file of the corpus; skips the running test, with the reason, where there is none.</summary>
    public static string Path(string relative)
    {
        Xunit.Assert.SkipWhen(Folder is null, "no corpus: set PIERHEAD_CORPUS to its folder");
        var path = System.IO.Path.Combine(Folder!, relative);
        Xunit.Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"the corpus has no {relative}");
        return path;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PIERHEAD_CORPUS") is { Length: > 0 } set)
        {
            return Directory.Exists(set) ? set : null;
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Pierhead.slnx")))
            {
                var beside = System.IO.Path.GetFullPath(System.IO.Path.Combine(at.FullName, "..", "shared", "data"));
                return Directory.Exists(beside) ? beside : null;
            }
        }

        return null;
    }
}
