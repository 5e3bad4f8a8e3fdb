namespace Pierhead.Cli.Tables;

/// <summary>What one cell says, and how a terminal may colour it.</summary>
internal readonly record struct Cell(string? Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string? text) => new(text);

    public static Cell FromString(string? text) => new(text);
}
