namespace Pierhead.Cli.Tables;

/// <summary>Where a column appears. In a pipe every column always does, so that scripts find them where they were.</summary>
internal enum ColumnShown
{
    Always,

    /// <summary>On a terminal, only where a row has something in it.</summary>
    WhenAny,

    /// <summary>Not on a terminal.</summary>
    InPipes,
}
