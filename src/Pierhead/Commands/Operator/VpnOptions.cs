using System.CommandLine;

namespace Pierhead.Commands.Operator;

/// <summary>The two ways to name a VPN.</summary>
internal static class VpnOptions
{
    public static (Option<string?> Rd, Option<string?> Vrf) Create() => (
        new Option<string?>("--rd") { Description = "Only behind this route distinguisher: 64500:1, 192.0.2.1:1", HelpName = "RD" },
        new Option<string?>("--vrf") { Description = "Only in the VPN that the tenant calls so", HelpName = "NAME" });
}
