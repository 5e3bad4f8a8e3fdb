namespace Pierhead.Cli;

/// <summary>What <c>--output</c> chooses.</summary>
internal enum OutputFormat
{
    Table,
    Json,
}
