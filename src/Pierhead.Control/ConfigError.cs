namespace Pierhead.Control;

/// <summary>A mistake in the tree.</summary>
/// <param name="File">Relative to the tree's directory, with forward slashes.</param>
/// <param name="Line">The line of the offending key or value, from 1.</param>
/// <param name="Message">One line; says what is wrong and, where it can, what to write instead. Never holds a secret.</param>
public sealed record ConfigError(string File, int Line, string Message)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}: {Message}");
}
