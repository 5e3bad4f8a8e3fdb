namespace Pierhead.Cli.Tables;

/// <summary>What a colour means, never the colour: the words alone carry everything.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Quiet,
    Good,
    Warning,
    Bad,
}
