using System.Globalization;
using System.Numerics;

namespace Pierhead.Wire.Net;

/// <summary>Numbers as this library writes them: ASCII digits, no sign, no leading zero. What is read is therefore written as it stood.</summary>
internal static class DecimalText
{
    /// <summary>False too where the number does not fit <typeparamref name="T"/>.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, IBinaryInteger<T>
    {
        value = default;

        // The framework's parser takes NULs after the digits, whatever the styles.
        return !text.ContainsAnyExceptInRange('0', '9')
            && !(text.Length > 1 && text[0] == '0')
            && T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
