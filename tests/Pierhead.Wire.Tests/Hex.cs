namespace Pierhead.Wire.Tests;

/// <summary>Octets written as hexadecimal digits, spaces allowed.</summary>
internal static class Hex
{
    public static byte[] Bytes(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    public static string Text(ReadOnlySpan<byte> octets) => Convert.ToHexString(octets);
}
