using System.Text;

namespace Pierhead.Wire.Bgp.Notification;

/// <summary>
/// The text of an administrative shutdown or reset (RFC 9003 section 2).
/// <code>
/// length (1 octet)  UTF-8
/// </code>
/// It is a stranger's text: what is not UTF-8 becomes U+FFFD, and control and format characters become spaces, so that it can
/// neither break a log line nor a terminal (RFC 9003 section 6).
/// </summary>
public static class ShutdownCommunication
{
    /// <summary>Octets that fit.</summary>
    public const int MaximumLength = 255;

    /// <summary>The text in a NOTIFICATION's data; null where there is none, or its length does not fit.</summary>
    public static string? Read(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || data[0] == 0 || data[0] > data.Length - 1)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(data.Slice(1, data[0])).EnumerateRunes())
        {
            _ = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
                ? text.Append(' ')
                : text.Append(rune);
        }

        return text.ToString();
    }

    /// <summary>The data for a text, cut at a whole character where it is too long.</summary>
    public static byte[] Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> octets = stackalloc byte[MaximumLength];
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > MaximumLength)
            {
                break;
            }

            length += rune.EncodeToUtf8(octets[length..]);
        }

        return [(byte)length, .. octets[..length]];
    }
}
