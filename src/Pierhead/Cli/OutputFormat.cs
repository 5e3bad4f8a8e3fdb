namespace Pierhead.Cli;

/// <summary>What <c>--output</c> chooses.</summary>
public enum OutputFormat
{
    Table,
    Json,
}
