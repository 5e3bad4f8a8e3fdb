using System.Diagnostics.CodeAnalysis;

namespace Pierhead.Wire.Bgp.Flowspec;

public sealed class FlowspecRule(byte[] components)
{
    public ReadOnlyMemory<byte> Components { get; } = components;

    public static bool TryDecode(ReadOnlySpan<byte> components, bool ipv6, [NotNullWhen(true)] out FlowspecRule? rule)
    {
        rule = new FlowspecRule(components.ToArray());
        return !components.IsEmpty || ipv6;
    }
}
