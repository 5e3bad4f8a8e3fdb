namespace Pierhead.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Checkout
{
    /// <summary>Its folder.</summary>
    public static readonly string Folder = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Pierhead.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"there is no Pierhead.slnx above {AppContext.BaseDirectory}");
    }
}
