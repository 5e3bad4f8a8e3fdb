using System.Buffers;
using System.Text;
using YamlDotNet.Core;

namespace Pierhead.Control.Yaml;

/// <summary>Reads one file of the tree into nodes. Whatever is wrong with the file as a whole is one error.</summary>
internal static class YamlFile
{
    /// <summary>Some 100,000 devices; more is not a configuration but a mistaken path.</summary>
    private const int MaxBytes = 64 << 20;

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
            var root = new NodeBuilder(name, new Parser(new StringReader(text)), report).Build();
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
            var (line, message) = Explain(exception, text);
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

        return _strict.GetString(bytes);
    }

    /// <summary>
    /// The parser's words for the commonest mistakes, said in the operator's. A tab is looked for first: it makes the parser fail
    /// in many ways, at its own line or the next.
    /// </summary>
    private static (int Line, string Message) Explain(YamlException exception, string text)
    {
        var line = (int)Math.Max(1, exception.Start.Line);
        var lines = text.Split('\n', Math.Min(line + 1, int.MaxValue));
        for (var at = Math.Max(1, line - 1); at <= Math.Min(line, lines.Length); at++)
        {
            var indentation = lines[at - 1].AsSpan(0, lines[at - 1].Length - lines[at - 1].AsSpan().TrimStart(" \t").Length);
            if (indentation.Contains('\t'))
            {
                return (at, "a tab in the indentation; YAML takes spaces only");
            }
        }

        line = Math.Min(line, Math.Max(1, text.AsSpan().TrimEnd('\n').Count('\n') + 1));
        return (line, $"not valid YAML: {Reason(exception.Message)}");
    }

    private static string Reason(string message) => message switch
    {
        _ when message.Contains("mapping values are not allowed", StringComparison.OrdinalIgnoreCase) =>
            "a `:` where no key can stand; check the indentation, and quote a value that holds `: `",
        _ when message.Contains("cannot start any token", StringComparison.OrdinalIgnoreCase) =>
            "a value cannot begin with this character unless it is quoted",
        _ when message.Contains("block mapping", StringComparison.OrdinalIgnoreCase)
            || message.Contains("simple key", StringComparison.OrdinalIgnoreCase) =>
            "a line that is no `key: value`; check the `:`, the indentation and the quotes around here",
        _ when message.Contains("block collection", StringComparison.OrdinalIgnoreCase)
            || message.Contains("block sequence", StringComparison.OrdinalIgnoreCase) =>
            "a line that is no `- item` of the list above; check the indentation",
        _ when message.Contains("flow mapping", StringComparison.OrdinalIgnoreCase) => "a `{` without its `}`, or a `,` missing between",
        _ when message.Contains("flow sequence", StringComparison.OrdinalIgnoreCase) => "a `[` without its `]`, or a `,` missing between",
        _ when message.Contains("quoted scalar", StringComparison.OrdinalIgnoreCase) => "a quoted text does not end, or holds an unknown escape",
        _ => "check the indentation, quotes and brackets around here",
    };
}
