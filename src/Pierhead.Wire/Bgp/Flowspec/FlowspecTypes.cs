namespace Pierhead.Wire.Bgp.Flowspec;

/// <summary>What is known of the types of components: names, and which of them are what.</summary>
internal static class FlowspecTypes
{
    private static readonly string[] Names =
    [
        "", "destination", "source", "protocol", "port", "destination-port", "source-port", "icmp-type", "icmp-code", "tcp-flags",
        "packet-length", "dscp", "fragment", "flow-label",
    ];

    private static readonly string[] TcpFlags = ["fin", "syn", "rst", "push", "ack", "urgent", "ece", "cwr", "ns"];

    private static readonly string[] Fragments = ["dont-fragment", "is-fragment", "first-fragment", "last-fragment"];

    public static FlowspecType Last(bool ipv6) => ipv6 ? FlowspecType.FlowLabel : FlowspecType.Fragment;

    public static bool IsPrefix(this FlowspecType type) => type <= FlowspecType.SourcePrefix;

    public static bool IsBitmask(this FlowspecType type) => type is FlowspecType.TcpFlags or FlowspecType.Fragment;

    public static string Name(this FlowspecType type) => Names[(int)type];

    public static bool TryFind(ReadOnlySpan<char> name, bool ipv6, out FlowspecType type)
    {
        type = default;
        for (var index = 1; index <= (int)Last(ipv6); index++)
        {
            if (name.SequenceEqual(Names[index]))
            {
                type = (FlowspecType)index;
                return true;
            }
        }

        return false;
    }

    /// <summary>The names of the bits of a bitmask, from the least significant on.</summary>
    public static ReadOnlySpan<string> Bits(this FlowspecType type) => type == FlowspecType.TcpFlags ? TcpFlags : Fragments;
}
