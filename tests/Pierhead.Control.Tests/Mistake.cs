using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>The check that all rows of mistakes share.</summary>
internal static class Mistake
{
    /// <param name="from">What is replaced in the file of the good tree; empty for the whole file.</param>
    public static void GivesOneLine(string file, string from, string to, string line)
    {
        using var folder = ConfigFolder.Good();
        _ = from.Length == 0 ? folder.Write(file, to) : folder.Change(file, from, to);
        var result = folder.Load();
        Assert.Equal(line, string.Join('\n', result.Errors));
        Assert.Null(result.Configuration);
    }
}
