using System.Diagnostics.CodeAnalysis;

namespace Pierhead.Wire.Bgp.Flowspec;

/// <summary>
/// A Flowspec rule (RFC 8955, RFC 8956) without its route distinguisher: immutable, equal by octets. Its text has a name and a value for each
/// component, in the order of their types:
/// <code>
/// destination 203.0.113.0/24 protocol =17 destination-port =53|>=1024&amp;&lt;=2048 tcp-flags =syn|!ack fragment is-fragment
/// </code>
/// Values of a component are joined by <c>|</c> (or) and <c>&amp;</c> (and, which binds closer); comparisons are <c>= != &lt; &lt;= &gt; &gt;=
/// true false</c>. Of flags, <c>=</c> asks that all be set and <c>!</c> turns the answer round; several are joined by <c>+</c>, and those without
/// a name are a number (<c>0x200</c>). A value that came in more octets than it needs says how many (<c>=80/2</c>). An IPv6 prefix that is
/// compared from a bit on names it: <c>::1234:0:0/96/64</c>. Bits that RFC 8955 has ignored are not in the text.
/// </summary>
public sealed class FlowspecRule : IEquatable<FlowspecRule>
{
    private readonly byte[] _components;
    private readonly bool _ipv6;

    internal FlowspecRule(byte[] components, bool ipv6)
    {
        _components = components;
        _ipv6 = ipv6;
    }

    /// <summary>The components' octets, as they came.</summary>
    public ReadOnlyMemory<byte> Components => _components;

    public bool IsIPv6 => _ipv6;

    /// <summary>Decodes the components of a rule; false where <see cref="FlowspecSyntax.IsValid"/> says no.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> components, bool ipv6, [NotNullWhen(true)] out FlowspecRule? rule)
    {
        rule = FlowspecSyntax.IsValid(components, ipv6) ? new FlowspecRule(components.ToArray(), ipv6) : null;
        return rule is not null;
    }

    /// <summary>Reads the canonical text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ipv6">Whether the rule is of an IPv6 family.</param>
    /// <param name="rule">The rule, in the shortest encoding that the text allows.</param>
    /// <param name="problem">What is wrong, where, and what may stand there.</param>
    public static bool TryParse(
        string text, bool ipv6, [NotNullWhen(true)] out FlowspecRule? rule, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new FlowspecParser(ipv6);
        rule = parser.TryParse(text) ? new FlowspecRule(parser.ToArray(), ipv6) : null;
        problem = rule is null ? parser.Problem : null;
        return rule is not null;
    }

    public bool Equals(FlowspecRule? other) => other is not null && _ipv6 == other._ipv6 && _components.AsSpan().SequenceEqual(other._components);

    public override bool Equals(object? obj) => Equals(obj as FlowspecRule);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_components);
        return hash.ToHashCode();
    }

    public override string ToString() => FlowspecText.Of(_components, _ipv6);
}
