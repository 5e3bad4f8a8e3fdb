using System.IO.Compression;

namespace Pierhead.Simulate.Tables;

/// <summary>Reads the lines of a file that may be gzip, told by its first octets.</summary>
internal static class TextFile
{
    public static IEnumerable<string> Lines(string path)
    {
        using var stream = Open(path);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
