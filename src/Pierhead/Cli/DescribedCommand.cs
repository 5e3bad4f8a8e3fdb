using System.CommandLine;

namespace Pierhead.Cli;

/// <summary>A command whose help ends with examples, which the list of all commands leaves out.</summary>
internal sealed class DescribedCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
