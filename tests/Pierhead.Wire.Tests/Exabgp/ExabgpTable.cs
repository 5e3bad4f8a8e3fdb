using Pierhead.Wire.Bgp;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>What of the vectors is not read, and why; and what is told here because no file tells it.</summary>
internal static class ExabgpTable
{
    private const string LinkState = "BGP-LS (RFC 9552) is not a family of Pierhead's";
    private const string SegmentRouting = "SR policy (RFC 9830) is not a family of Pierhead's";
    private const string Mobile = "MUP (draft-ietf-bess-mup-safi) is not a family of Pierhead's";

    /// <summary>Files whose NLRI are not read: attributes alone are compared.</summary>
    public static readonly IReadOnlyDictionary<string, string> OtherFamilies = new Dictionary<string, string>
    {
        ["bgp-evpn-1"] = "EVPN (RFC 7432) is not a family of Pierhead's",
        ["bgp-ls-2"] = LinkState,
        ["bgp-ls-3"] = LinkState,
        ["bgp-ls-4"] = LinkState,
        ["bgp-ls-5"] = LinkState,
        ["bgp-ls-6"] = LinkState,
        ["bgp-ls-7"] = LinkState,
        ["bgp-ls-8"] = LinkState,
        ["bgp-ls-9"] = LinkState,
        ["bgp-ls-10"] = LinkState,
        ["bgp-sr-policy-1"] = SegmentRouting,
        ["bgp-sr-policy-2"] = SegmentRouting,
        ["conf-l2vpn.ci"] = "VPLS (RFC 4761) is not a family of Pierhead's",
        ["conf-mvpn.ci"] = "MVPN (RFC 6514) is not a family of Pierhead's",
        ["conf-sr-policy.ci"] = SegmentRouting,
        ["conf-srv6-mup.ci"] = Mobile,
        ["conf-srv6-mup-v3.ci"] = Mobile,
    };

    /// <summary>Files without a message.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutMessages = new Dictionary<string, string>
    {
        ["bgp-ls-1"] = "one NLRI of BGP-LS",
        ["skip-large.conf"] = "a configuration of ExaBGP's",
        ["skip-large-mp.conf"] = "a configuration of ExaBGP's",
    };

    /// <summary>Attributes that are kept whole, not read: they must be among the others, and come out as they came.</summary>
    public static readonly IReadOnlyDictionary<string, byte> KeptWhole = new Dictionary<string, byte>
    {
        ["bgp-ls"] = 29,
        ["bgp-prefix-sid"] = 40,
        ["tunnel-encap"] = 23,
    };

    /// <summary>Extended communities whose text is hexadecimal: their octets alone are compared.</summary>
    public static readonly IReadOnlyList<string> WithoutText = ["copy-to-nexthop", "l2info", "mup", "redirect-to-nexthop"];

    /// <summary>Messages that ExaBGP takes and Pierhead finds a fault in, and whether their values can be compared all the same.</summary>
    public static readonly IReadOnlyDictionary<string, (FaultScope Scope, bool IsRead)> Faults = new Dictionary<string, (FaultScope, bool)>
    {
        // RFC 4271 section 6.3: a next hop of 255.255.255.255 is not the address of a host.
        ["conf-attributes.ci 3"] = (FaultScope.TreatAsWithdraw, true),

        // RFC 8956 section 3.1: behind an offset of 120 a pattern of 128 bits has one octet. ExaBGP writes all sixteen.
        ["conf-flow.ci 7"] = (FaultScope.TreatAsWithdraw, false),

        // RFC 4271 section 6.3: attribute 153 claims to be well-known, and is not.
        ["conf-generic-attribute.ci 2"] = (FaultScope.ResetSession, false),
        ["conf-generic-attribute.ci 3"] = (FaultScope.ResetSession, false),

        // RFC 2545 section 3: the next hop of IPv6 has 16 or 32 octets; RFC 8950 lets IPv6 stand for IPv4, not the other way round.
        ["extended-nexthop.ci 2"] = (FaultScope.DisableFamily, false),
    };

    /// <summary>OPEN and NOTIFICATION messages of which no file tells what they say.</summary>
    public static readonly IReadOnlyDictionary<string, string> Untold = new Dictionary<string, string>
    {
        ["conf-cap-link-local-nexthop.ci 1"] = "AS 65533, 180 s, 10.0.0.2: family 2/1, AS 65533, capability 6, capability 77 of 0 octets",
        ["conf-cap-software-version.ci 1"] = "AS 65533, 180 s, 10.0.0.2: family 1/1, AS 65533, capability 6, capability 75 of 20 octets",
        ["conf-hostname.ci 1"] =
            "AS 65533, 180 s, 10.0.0.2: family 1/1, AS 65533, capability 6, host my-host-name of my-domain-name.com",
        ["unknown-message.ci 1"] = "Message Header Error, 43 octets of data",
    };
}
