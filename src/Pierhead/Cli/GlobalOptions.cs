using System.CommandLine;

namespace Pierhead.Cli;

/// <summary>The options that every operator command understands, before or after its name.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Api = new("--api")
    {
        Description = "Address of the node's API [env: PIERHEAD_API; default: http://127.0.0.1:8080]",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<OutputFormat> Output = new("--output", "-o")
    {
        Description = "table: columns for people; json: the API's own answer [default: table]",
        HelpName = "table|json",
        Recursive = true,
        CustomParser = static result => result.Tokens is [{ Value: var text }] ? Parse(text, result) : OutputFormat.Table,
    };

    private static OutputFormat Parse(string text, System.CommandLine.Parsing.ArgumentResult result)
    {
        switch (text)
        {
            case "table":
                return OutputFormat.Table;
            case "json":
                return OutputFormat.Json;
            default:
                result.AddError($"There is no output '{text}': choose table or json.");
                return OutputFormat.Table;
        }
    }
}
