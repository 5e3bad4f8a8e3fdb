using System.Globalization;
using System.Text;

namespace Pierhead.Cli;

/// <summary>
/// Text for a terminal. Reasons, descriptions and names can come from a router or from another tenant: what would move the
/// cursor, change the title or turn the writing direction is shown as an escape, never sent.
/// </summary>
internal static class Printable
{
    public static string Text(string? text)
    {
        if (text is null)
        {
            return string.Empty;
        }

        foreach (var c in text)
        {
            if (IsUnsafe(c))
            {
                return Escape(text);
            }
        }

        return text;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsUnsafe(c))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    private static bool IsUnsafe(char c) => c is < ' ' or > '~' && char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
