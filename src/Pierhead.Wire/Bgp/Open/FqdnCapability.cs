using System.Text;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>
/// The speaker's name (draft-walton-bgp-hostname-capability, as FRR sends it): for people only.
/// <code>
/// length (1 octet)  host name  length (1 octet)  domain name
/// </code>
/// </summary>
public sealed class FqdnCapability(string host, string domain) : Capability(CapabilityCode.Fqdn)
{
    public string Host { get; } = host;

    public string Domain { get; } = domain;

    public override byte[] ToValueBytes()
    {
        var host = Encoding.UTF8.GetBytes(Host);
        var domain = Encoding.UTF8.GetBytes(Domain);
        return [checked((byte)host.Length), .. host, checked((byte)domain.Length), .. domain];
    }

    // Text that is not UTF-8 would not come back as it came, so it is not decoded either; one that is may not outgrow the value.
    internal static bool IsValid(ReadOnlySpan<byte> value) =>
        value.Length >= 2 && value[0] <= value.Length - 2 && value[0] + value[1 + value[0]] == value.Length - 2
        && System.Text.Unicode.Utf8.IsValid(value.Slice(1, value[0])) && System.Text.Unicode.Utf8.IsValid(value[(2 + value[0])..]);

    internal static FqdnCapability Decode(ReadOnlySpan<byte> value) =>
        new(Encoding.UTF8.GetString(value.Slice(1, value[0])), Encoding.UTF8.GetString(value[(2 + value[0])..]));
}
