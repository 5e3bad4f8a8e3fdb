using System.Security.Cryptography;
using System.Text;

namespace Pierhead.Model.Snapshot;

/// <summary>
/// A password as it was read from its file or variable. Compares by content; never shows itself in text, so that a record that
/// holds one can be logged.
/// </summary>
public sealed class Secret : IEquatable<Secret>
{
    private readonly byte[] _bytes;

    public Secret(string value) => _bytes = Encoding.UTF8.GetBytes(value);

    public Secret(ReadOnlySpan<byte> octets) => _bytes = octets.ToArray();

    /// <summary>The octets themselves, for the kernel's key and nothing else.</summary>
    public ReadOnlySpan<byte> Reveal() => _bytes;

    public bool Equals(Secret? other) => other is not null && CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => _bytes.Length;

    public override string ToString() => "***";
}
