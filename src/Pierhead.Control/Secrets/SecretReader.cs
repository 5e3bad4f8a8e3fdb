using System.Text;
using Pierhead.Control.Yaml;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control.Secrets;

/// <summary>
/// Fetches what <c>file:PATH</c> and <c>env:NAME</c> stand for. Each source is read once and complained of once, however many
/// devices name it; no message ever holds what was read, nor what was written in place of a source.
/// </summary>
internal sealed class SecretReader(string directory, Report report)
{
    private const int MaxBytes = 1 << 20;

    private readonly Dictionary<string, byte[]?> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<(string Source, string Problem)> _complained = [];

    /// <summary>A TCP MD5 key: 1 to 80 octets, what Linux takes (TCP_MD5SIG_MAXKEYLEN).</summary>
    public Secret? Password(Node? node, string key)
    {
        if (Fetch(node, key) is not { } bytes)
        {
            return null;
        }

        var problem = bytes.Length > 80 ? $"holds {bytes.Length} octets; a TCP MD5 key has 1 to 80"
            : bytes.AsSpan().IndexOfAny((byte)'\n', (byte)'\r', (byte)0) >= 0 ? "holds more than one line; a TCP MD5 key is one"
            : null;
        if (problem is null)
        {
            return new Secret(bytes);
        }

        Complain(node!, key, problem);
        return null;
    }

    /// <summary>A text of any number of lines, such as a PEM file.</summary>
    public Secret? Lines(Node? node, string key) => Fetch(node, key) is { } bytes ? new Secret(bytes) : null;

    private byte[]? Fetch(Node? node, string key)
    {
        switch (node)
        {
            case null:
                return null;
            case ScalarNode { IsNull: false, Text: var text } when text.StartsWith("file:", StringComparison.Ordinal) && text.Length > 5:
                return Source(node, text, () => FromFile(node, key, text[5..]));
            case ScalarNode { IsNull: false, Text: var text } when text.StartsWith("env:", StringComparison.Ordinal) && text.Length > 4:
                return Source(node, text, () => FromVariable(node, key, text[4..]));
            default:
                report.Error(node, $"`{key}` does not stand in the tree itself; write \"file:PATH\" or \"env:NAME\", where Pierhead is to read it");
                return null;
        }
    }

    private byte[]? Source(Node node, string source, Func<byte[]?> fetch)
    {
        if (!_sources.TryGetValue(source, out var bytes))
        {
            bytes = fetch();
            _sources.Add(source, bytes);
        }

        return bytes;
    }

    private byte[]? FromFile(Node node, string key, string path)
    {
        var content = FileContent.Read(Path.Combine(directory, path), MaxBytes);
        if (content.Bytes is not { } bytes)
        {
            report.Error(node, $"`{key}`: the file {Shown.Name(path)} cannot be read: {content.Problem}");
            return null;
        }

        if (content.ReadableByAll)
        {
            report.Warn(node, $"`{key}`: every user of this machine may read the file {Shown.Name(path)}; `chmod o-r` it");
        }

        var length = bytes.AsSpan().TrimEnd("\r\n"u8).Length;
        if (length == 0)
        {
            report.Error(node, $"`{key}`: the file {Shown.Name(path)} is empty");
            return null;
        }

        return bytes[..length];
    }

    private byte[]? FromVariable(Node node, string key, string name)
    {
        var value = name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)
            ? null
            : Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrEmpty(value))
        {
            report.Error(node, $"`{key}`: the environment variable {Shown.Name(name)} is {(value is null ? "not set" : "empty")}; set it for this process");
            return null;
        }

        return Encoding.UTF8.GetBytes(value);
    }

    private void Complain(Node node, string key, string problem)
    {
        var source = ((ScalarNode)node).Text;
        if (_complained.Add((source, problem)))
        {
            report.Error(node, $"`{key}`: {Shown.Name(source)} {problem}");
        }
    }
}
