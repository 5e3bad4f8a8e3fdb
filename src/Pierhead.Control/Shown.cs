using System.Text;

namespace Pierhead.Control;

/// <summary>Words of the operator's files as messages show them: on one line, bounded, without what a terminal would obey.</summary>
internal static class Shown
{
    private const int MaxLength = 80;

    public static string Name(string text) => $"`{Line(text)}`";

    public static string Line(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= MaxLength)
            {
                return shown.Append("...").ToString();
            }

            _ = Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
                ? shown.Append('?')
                : shown.Append(rune);
        }

        return shown.ToString();
    }
}
