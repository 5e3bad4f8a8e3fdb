using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pierhead.Control.Yaml;

/// <summary>
/// YamlDotNet's parser, whose exceptions are all about the file: on some broken files it gives up with exceptions other than its own
/// (a scalar that looks like a key inside a bracket that does not end, a tag that is no URI).
/// </summary>
internal sealed class GuardedParser(TextReader text) : IParser
{
    private readonly Parser _parser = new(text);

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception exception) when (exception is not YamlException and not OutOfMemoryException)
        {
            var line = (int)Math.Max(1, _parser.Current?.Start.Line ?? 1);
            throw new YamlFault(line, exception is ArgumentException
                ? "not valid YAML: `!` has a meaning here or soon after; quote a text that begins with it"
                : "not valid YAML: a `[` or `{` that begins here does not end, or a `,` is missing");
        }
    }
}
