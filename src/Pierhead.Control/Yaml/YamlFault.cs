namespace Pierhead.Control.Yaml;

/// <summary>Ends the reading of one file, whose rest has no meaning; caught where the file was opened.</summary>
internal sealed class YamlFault(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
