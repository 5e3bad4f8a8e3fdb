namespace Pierhead.Wire.Bgp.Flowspec;

public static class FlowspecSyntax
{
    public static bool IsValid(ReadOnlySpan<byte> components, bool ipv6) => !components.IsEmpty || ipv6;
}
