namespace Pierhead.Wire.Tests.Captures;

/// <summary>What each file of the corpora comes to: the messages, then each fault with its scope, up to the one that ends the session.</summary>
internal static class CaptureTable
{
    private const string Lengths =
        "1 Update; 1 x Update ResetSession 3/1 the lengths of withdrawn routes and attributes do not fit the message";

    private const string Parameters =
        "1 Open; 1 x Open ResetSession 2/0 the length of the optional parameters does not fit the message";

    private const string Marker = "nothing; 1 x Header ResetSession 1/1 the marker is not all ones";

    /// <summary>Captures of sessions of two-octet AS numbers that begin after the OPENs.</summary>
    public static readonly IReadOnlyList<string> TwoOctetAsn = ["bgp-addpath.pcap", "mpbgp-linklocal-nexthop.pcap", "bgp-aigp.pcap"];

    public static readonly IReadOnlyDictionary<string, string> Captures = new Dictionary<string, string>
    {
        ["bgp-4byte-asn.pcap"] = "8 Open 10 Update 1 Notification 16 Keepalive",
        // RFC 7606 section 3 g: a second MP_REACH_NLRI resets the session. (It has one for each of two families.)
        ["bgp-addpath.pcap"] = "1 Update; 1 x Update ResetSession 3/1 MP_REACH_NLRI: appears more than once",
        // RFC 4271 section 6.3: type 171 claims to be well-known, which RFC 7606 left as it was.
        ["bgp-aigp-oobr.pcap"] = "1 Update; 1 x Update ResetSession 3/2 unrecognised well-known attribute",
        ["bgp-aigp.pcap"] = "2 Update",
        ["bgp-bfd-cease.pcap"] = "1 Notification",
        // RFC 4271 section 6.1: what follows the first 19 octets is no message.
        ["bgp-bgp_capabilities_print-oobr-1.pcap"] = "nothing; 1 x Header ResetSession 1/1 the marker is not all ones",
        ["bgp-bgpsec.pcap"] = "4 Open 24 Update 4 Keepalive",
        ["bgp-cease-hard-reset.pcap"] = "2 Open 1 Notification",
        ["bgp-enhanced-route-refresh-subtype.pcapng"] = "5 Update 3 RouteRefresh",
        ["bgp-enhanced-route-refresh.pcapng"] = "1 Open",
        ["bgp-extended-msg.pcapng"] = "1 Open",
        ["bgp-extended-optional-parameters-length.pcapng"] = "1 Open",
        // RFC 4271 section 6.1: lengths below 19.
        ["bgp-infinite-loop.pcap"] = "nothing; 1 x Header ResetSession 1/2 the message's length does not suit its type",
        ["bgp-large-community.pcap"] = "5 Update",
        ["bgp-lu-multiple-labels.pcap"] = "4 Open 7 Update 1 Notification 8 Keepalive",
        ["bgp-malformed-hard-reset.pcap"] = "1 Notification",
        ["bgp-ovs.pcapng"] = "4 Update",
        ["bgp-role.pcapng"] = "1 Open 9 Update 2 Keepalive",
        ["bgp-shutdown-communication.pcapng"] = "1 Notification",
        ["bgp-shutdown-msg-variations.pcap"] = "1 Notification",
        // RFC 4271 section 6.1.
        ["bgp_mp_reach_nlri-oobr.pcap"] = "nothing; 1 x Header ResetSession 1/1 the marker is not all ones",
        // RFC 4271 section 6.3: the Withdrawn Routes Length runs past the message, so nothing in it can be located.
        ["bgp_mvpn_6_and_7_oobr.pcap"] = "1 Update; 1 x Update ResetSession 3/1 the lengths of withdrawn routes and attributes do not fit the message",
        // The same.
        ["bgp_pmsi_tunnel-oobr.pcap"] = "1 Update; 1 x Update ResetSession 3/1 the lengths of withdrawn routes and attributes do not fit the message",
        ["bgp_vpn_attrset.pcap"] = "1 Update",
        ["bgpsec_invalid_signature_block_length.pcap"] = "1 Update",
        ["mpbgp-linklocal-nexthop.pcap"] = "1 Update",
    };

    /// <summary>
    /// Nearly all are UPDATE messages whose lengths of withdrawn routes and attributes do not fit: RFC 4271 section 6.3 with RFC 7606
    /// section 3 j, for nothing can be located.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> FuzzedInputs = new Dictionary<string, string>
    {
        ["0.bytes"] = "1 Keepalive",
        ["015c42a3fb61be0244e05a16922602dbf2fe05f0-5"] = Lengths,
        ["0a8e36b04544c744cf7915e2d85bf93c1dae13d0-4"] = Lengths,
        ["0ba3ebb1b2a1029e09c1cb83bc1b09762f231cd8-1"] = Lengths,
        ["1.bytes"] = Marker,
        ["17e6634985d31dbeaf2043b77a1e69ba45a02fa3-9"] = Lengths,
        ["1b0227c44ad735c7e2c9467cd3ad72ae73b41a8d"] = "nothing",
        ["246d9b10f27ea92b3318a513ea1223c1dff40be3-7"] = Lengths,
        ["25e08ee00ac1320e41d90fa58d3149b3733448a6-8"] = Lengths,
        ["3a199e742da9c4c4898f7a80306b1f68f7ab66c6-3"] = Lengths,
        ["3e079343af2c1e793bbd2c8fcd672ec56dc6c25c-4"] = Lengths,
        ["4466603d1b8c2cbd09564a017acf94ab067a978a-5"] = Lengths,
        ["48befb084cbe2e3036885a4e93fa62530717e2c4-2"] = Parameters,
        ["4f901d0f63c4332a3127984bd32e7770d5e620af-4"] = "nothing",
        ["58417300797958a8d956a72f0d461c46bebf266e-3"] = Lengths,
        ["5fd3ce661a420848e4aaedfd43ace8bd2898ff24-7"] = "1 Update; 1 x Update ResetSession 3/10 a prefix of withdrawn routes or NLRI is malformed",
        ["6148ec90437b1a05fe8768e94f5bec529f1a8cee-13"] = Lengths,
        ["63e58e734f4d8ab5d25f4fb42a0a97fbb981e49a-10"] = Lengths,
        ["6d51a3c633b809e379ccf02b1d89e651ed886248-2"] = Lengths,
        ["728a5dac32c733c2fe484621b5baa43d9bb6b314-8"] = Lengths,
        ["7f76af64fe02e90fda68781e3a1a92e7f7fa3686-14"] = Lengths,
        ["85e53271e14006f0265921d02d4d736cdc580b0b-1"] = "nothing",
        ["a1a7f1b3b949cdd10400b4f6a06287b263a36477-4"] = Lengths,
        ["a8e7928916f90886b3d773931170eb8f562d72fe-5"] = Parameters,
        ["ad17b9fa9045080d6e1aa6c5c7580a10eed4ecb8-3"] = Lengths,
        ["b334ba4f2e51dd6bfdf68994e9e572ef59fb31d4-2"] = Lengths,
        ["b7bdc0d8438edee7257cbdf70c36cb7d1f7035fa-10"] = Lengths,
        ["b9266e7167c429092cb26b3dff879f40891c3b7d-2"] = Lengths,
        ["be687b1f2a8136b143e55a736b9b78cc3ea7c3ba-4"] = Lengths,
        ["c18bebbf42f8553ed0ba3a214155e9b8e7f88e10-1"] = Lengths,
        ["c817dce08db2ba5edf12dba94b54c8c84685cfdb-6"] = Lengths,
        ["ce6cfb94676fdceb717db4b1513bdaf00e8b5b95"] = "nothing",
        ["cf35187f48183cd066ab36204b2bed41a1636e8f-8"] = Lengths,
        ["d834b8ed259157d28b3d8340b1000fc5332165cd-2"] = Parameters,
        ["dc619c747104de130ec7e3424f9834e77e804c45-7"] = Lengths,
        ["e6126c61f9505667f0a7cb2b90fb60c31dfded40-12"] = Lengths,
        ["e7952b4c14d15d88eaf665083a22778642302998-3"] = Lengths,
        ["fa4f6be24ac4351604432e26ce02b1c38b213abb-6"] = Lengths,
        ["ff1f57671f3d6cc4ea97c845bcad6b38160a444b-13"] = Lengths,
        ["tes"] = "nothing",
    };
}
