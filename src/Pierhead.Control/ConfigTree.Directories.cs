using System.Globalization;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control;

/// <summary>The directories that serving needs.</summary>
public static partial class ConfigTree
{
    /// <summary>
    /// Makes the directories of <c>state</c> and <c>store</c> where they are missing, and tries whether they can be written.
    /// Returns a sentence for each that cannot be used, saying what to do.
    /// </summary>
    public static IReadOnlyList<string> MakeDirectories(NodeSettings node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var problems = new List<string>();
        Make("state: path", node.State?.Path, problems);
        Make("store: path", node.Store is { Kind: "duckdb", Path: { } path } ? Path.GetDirectoryName(path) : null, problems);
        return problems;
    }

    private static void Make(string key, string? directory, List<string> problems)
    {
        if (directory is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $".pierhead-{Environment.ProcessId}"));
            using var stream = new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            stream.WriteByte(0);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The directory {directory} (`{key}` in {NodeFile}) cannot be used: {Remedy(exception)}.");
        }
    }

    private static string Remedy(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "this user may not write there; give it to the user that runs Pierhead, or name another directory",
        { HResult: NoSpace } => "the disk is full; make room, or name a directory on another disk",
        { HResult: ReadOnly } => "the file system is read-only; name another directory",
        _ => $"{Shown.Line(exception.Message.TrimEnd('.'))}; name another directory",
    };

    /// <summary>ENOSPC: on Unix an <see cref="IOException"/> carries errno as its result.</summary>
    private const int NoSpace = 28;

    /// <summary>EROFS.</summary>
    private const int ReadOnly = 30;
}
