using System.Buffers;
using System.Text;
using YamlDotNet.Core;

namespace Pierhead.Control.Yaml;

/// <summary>Reads one file of the tree into nodes. Whatever is wrong with the file as a whole is one error.</summary>
internal static class YamlFile
{
    /// <summary>Some 100,000 devices; more is not a configuration but a mistaken path.</summary>
    private const int MaxBytes = 64 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">Absolute.</param>
    /// <param name="name">As messages call it, relative to the tree.</param>
    /// <returns>The root, or null when it was reported that there is none.</returns>
    public static Node? Read(string path, string name, Report report)
    {
        var content = FileContent.Read(path, MaxBytes);
        if (content.Bytes is not { } bytes)
        {
            report.Error(name, 1, $"cannot be read: {content.Problem}");
            return null;
        }

        if (Decode(bytes, name, report) is not { } text)
        {
            return null;
        }

        try
        {
            var root = new NodeBuilder(name, new GuardedParser(new StringReader(text)), report).Build();
            if (root is null)
            {
                report.Error(name, 1, "the file is empty");
            }

            return root;
        }
        catch (YamlFault fault)
        {
            report.Error(name, fault.Line, fault.Message);
        }
        catch (YamlException exception)
        {
            var (line, message) = YamlProblem.Explain(exception.Message, (int)exception.Start.Line, text);
            report.Error(name, line, message);
        }

        return null;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, string name, Report report)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[3..];
        }

        for (var (at, line) = (0, 1); at < bytes.Length; at++)
        {
            if (bytes[at] == '\n')
            {
                line++;
            }
            else if (bytes[at] >= 0x80)
            {
                if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) != OperationStatus.Done)
                {
                    report.Error(name, line, "not UTF-8; save the file in that encoding");
                    return null;
                }

                at += length - 1;
            }
            else if (bytes[at] is < 0x20 and not ((byte)'\t' or (byte)'\r') or 0x7F)
            {
                report.Error(name, line, $"not a text file: it holds the control character 0x{bytes[at]:X2}");
                return null;
            }
        }

        return Strict.GetString(bytes);
    }
}
