namespace Pierhead.Control;

/// <summary>A file's octets, or why there are none in words for an operator.</summary>
internal readonly record struct FileContent(byte[]? Bytes, string Problem, bool ReadableByAll)
{
    public static FileContent Read(string path, int maxBytes)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return new(null, "it is a directory, not a file", false);
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var buffer = new MemoryStream();
            var chunk = new byte[16384];
            for (int read; (read = stream.Read(chunk)) > 0;)
            {
                buffer.Write(chunk, 0, read);
                if (buffer.Length > maxBytes)
                {
                    return new(null, $"it is larger than {maxBytes} octets", false);
                }
            }

            return new(buffer.ToArray(), "", !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return new(null, Explain(exception), false);
        }
    }

    public static string Explain(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file; make it, or correct the path",
        UnauthorizedAccessException => "the user that runs Pierhead may not read it; change its owner or mode",
        _ => Shown.Line(exception.Message),
    };
}
