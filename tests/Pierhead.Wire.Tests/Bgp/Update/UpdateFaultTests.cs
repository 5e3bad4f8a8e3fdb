using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Update;
using Xunit;
using static Pierhead.Wire.Tests.Bgp.Update.UpdateBody;

namespace Pierhead.Wire.Tests.Bgp.Update;

/// <summary>The rules of RFC 7606 and RFC 4271 section 6.3, case by case: octets to the scope and subcode of the worst fault.</summary>
public sealed class UpdateFaultTests
{
    private const FaultScope None = FaultScope.None;
    private const FaultScope Discard = FaultScope.DiscardAttribute;
    private const FaultScope Withdraw = FaultScope.TreatAsWithdraw;
    private const FaultScope Disable = FaultScope.DisableFamily;
    private const FaultScope Reset = FaultScope.ResetSession;

    private static readonly FamilySet Both = FamilySet.Of(Family.IPv4, Family.IPv6);
    private static readonly DecodeContext Internal = new(Both, FamilySet.Empty, FourOctetAsn: true, Internal: true);
    private static readonly DecodeContext External = Internal with { Internal = false };
    private static readonly DecodeContext TwoOctets = Internal with { FourOctetAsn = false };

    /// <summary>What precedes is ORIGIN, AS_PATH and NEXT_HOP; what follows is one IPv4 prefix.</summary>
    public static readonly TheoryData<string, string, FaultScope, byte> AddedAttribute = new()
    {
        { "nothing", "", None, 0 },
        { "MED", "800404 00000001", None, 0 },
        { "MED of 3 octets", "800403 000001", Withdraw, 5 },
        { "MED of no octets", "800400", Withdraw, 5 },
        { "MED with transitive", "C00404 00000001", Withdraw, 4 },
        { "MED with extended length", "90040004 00000001", None, 0 },
        { "LOCAL_PREF", "400504 00000064", None, 0 },
        { "LOCAL_PREF of 5 octets", "400505 0000006400", Withdraw, 5 },
        { "ATOMIC_AGGREGATE", "400600", None, 0 },
        { "ATOMIC_AGGREGATE with a value", "400601 00", Discard, 5 },
        { "ATOMIC_AGGREGATE as optional", "C00600", Withdraw, 4 },
        { "AGGREGATOR", "C00708 0000FBF4 C0000201", None, 0 },
        { "AGGREGATOR of two octets", "C00706 FBF4 C0000201", Discard, 5 },
        { "AGGREGATOR of AS 0, kept as it came", "C00708 00000000 C0000201", None, 0 },
        { "COMMUNITIES", "C00804 FBF40001", None, 0 },
        { "COMMUNITIES partial", "E00804 FBF40001", None, 0 },
        { "COMMUNITIES empty", "C00800", Withdraw, 5 },
        { "COMMUNITIES of 5 octets", "C00805 FBF4000100", Withdraw, 5 },
        { "COMMUNITIES as non-transitive", "800804 FBF40001", Withdraw, 4 },
        { "ORIGINATOR_ID", "800904 C0000209", None, 0 },
        { "ORIGINATOR_ID of 3 octets", "800903 C00002", Withdraw, 5 },
        { "CLUSTER_LIST", "800A08 C0000209 C000020A", None, 0 },
        { "CLUSTER_LIST empty", "800A00", Withdraw, 5 },
        { "CLUSTER_LIST of 6 octets", "800A06 C00002090000", Withdraw, 5 },
        { "EXTENDED_COMMUNITIES", "C01008 0002FBF400000001", None, 0 },
        { "EXTENDED_COMMUNITIES empty", "C01000", Withdraw, 5 },
        { "EXTENDED_COMMUNITIES of 7 octets", "C01007 0002FBF4000000", Withdraw, 5 },
        { "IPV6_EXTENDED_COMMUNITIES of 8 octets", "C01908 0002FBF400000001", Withdraw, 5 },
        { "LARGE_COMMUNITIES", "C0200C 0000FBF4 00000007 00000008", None, 0 },
        { "LARGE_COMMUNITIES empty", "C02000", Withdraw, 5 },
        { "LARGE_COMMUNITIES of 8 octets", "C02008 0000FBF4 00000007", Withdraw, 5 },
        { "AS4_PATH from a four-octet speaker", "C01106 0201 0000FBF4", Discard, 9 },
        { "AS4_AGGREGATOR from a four-octet speaker", "C01208 0000FBF4 C0000201", Discard, 9 },
        { "ONLY_TO_CUSTOMER", "C02304 0000FBF4", None, 0 },
        { "ONLY_TO_CUSTOMER of 3 octets", "C02303 00FBF4", Withdraw, 5 },
        { "AIGP", "801A0B 01000B 0000000000000001", None, 0 },
        { "AIGP whose TLV runs over", "801A0B 01000C 0000000000000001", Discard, 9 },
        { "AIGP whose TLV has length 2", "801A0B 010002 0000000000000001", Discard, 9 },
        { "unknown optional transitive", "C0FA02 0102", None, 0 },
        { "unknown optional non-transitive", "80FA02 0102", None, 0 },
        { "unknown well-known", "40FA02 0102", Reset, 2 },
        { "ORIGIN twice", OriginOctets, Discard, 1 },
        { "unknown twice", "C0FA00 C0FA00", Discard, 1 },
        { "MED twice, the second wrong", "800404 00000001 800401 00", Discard, 1 },
        { "an attribute past the end", "C00808 FBF40001", Withdraw, 5 },
        { "an extended length past the end", "D0080008 FBF40001", Withdraw, 5 },
        { "two octets left", "C008", Withdraw, 5 },
        { "one octet left", "C0", Withdraw, 5 },
        { "three octets left of an extended length", "D00800", Withdraw, 5 },
        { "a discard and a withdraw", "400601 00 800403 000001", Withdraw, 5 },
        { "MP_REACH of IPv6", "800E1A 000201 10 20010DB8000000000000000000000001 00 20 20010DB8", None, 0 },
        { "MP_REACH twice", "800E05 000201 0000 800E05 000201 0000", Reset, 1 },
        { "MP_REACH, next hop of 5 octets", "800E0F 000201 05 2001010101 00 20 20010DB8", Disable, 9 },
        { "MP_REACH, next hop past the end", "800E05 000201 10 00", Disable, 9 },
        { "MP_REACH, a prefix of 129 bits", "800E27 000201 10 20010DB8000000000000000000000001 00 81 20010DB800000000000000000000000000", Disable, 9 },
        { "MP_REACH, a prefix cut short", "800E18 000201 10 20010DB8000000000000000000000001 00 20 2001", Disable, 9 },
        { "MP_REACH of 4 octets", "800E04 000201 00", Reset, 5 },
        { "MP_REACH as transitive", "C00E1A 000201 10 20010DB8000000000000000000000001 00 20 20010DB8", Withdraw, 4 },
        { "MP_REACH, next hop multicast", "800E1A 000201 10 FF020000000000000000000000000001 00 20 20010DB8", Withdraw, 9 },
        { "MP_REACH of a family nobody asked for", "800E05 400448 0000", None, 0 },
        { "MP_REACH of IPv4, next hop of IPv6", "800E19 000101 10 20010DB8000000000000000000000001 00 18 CB0072", None, 0 },
        { "MP_UNREACH", "800F08 000201 20 20010DB8", None, 0 },
        { "MP_UNREACH of 2 octets", "800F02 0002", Reset, 5 },
        { "MP_UNREACH, a prefix cut short", "800F06 000201 20 2001", Disable, 9 },
        { "MP_UNREACH twice", "800F03 000201 800F03 000201", Reset, 1 },
    };

    /// <summary>All attributes of the message; what follows is one IPv4 prefix.</summary>
    public static readonly TheoryData<string, string, FaultScope, byte> WholeAttributes = new()
    {
        { "no attributes", "", Withdraw, 3 },
        { "no ORIGIN", AsPathOctets + NextHop, Withdraw, 3 },
        { "no AS_PATH", OriginOctets + NextHop, Withdraw, 3 },
        { "no NEXT_HOP", OriginOctets + AsPathOctets, Withdraw, 3 },
        { "ORIGIN 2", "400101 02" + AsPathOctets + NextHop, None, 0 },
        { "ORIGIN 3", "400101 03" + AsPathOctets + NextHop, Withdraw, 6 },
        { "ORIGIN of 2 octets", "400102 0000" + AsPathOctets + NextHop, Withdraw, 5 },
        { "ORIGIN as optional", "C00101 00" + AsPathOctets + NextHop, Withdraw, 4 },
        { "AS_PATH empty", OriginOctets + "400200" + NextHop, None, 0 },
        { "AS_PATH with a set", OriginOctets + "40020C 0201 0000FBF4 0101 00000D1C" + NextHop, None, 0 },
        { "AS_PATH with a confederation's sequence and set", OriginOctets + "40020C 0301 0000FBF4 0401 00000D1C" + NextHop, None, 0 },
        { "AS_PATH, segment type 0", OriginOctets + "400206 0001 0000FBF4" + NextHop, Withdraw, 11 },
        { "AS_PATH, segment type 5", OriginOctets + "400206 0501 0000FBF4" + NextHop, Withdraw, 11 },
        { "AS_PATH, an empty segment", OriginOctets + "400202 0200" + NextHop, Withdraw, 11 },
        { "AS_PATH, a segment past the end", OriginOctets + "400206 0202 0000FBF4" + NextHop, Withdraw, 11 },
        { "AS_PATH, one octet left", OriginOctets + "400207 0201 0000FBF4 02" + NextHop, Withdraw, 11 },
        { "AS_PATH with AS 0, kept as it came", OriginOctets + "400206 0201 00000000" + NextHop, None, 0 },
        { "AS_PATH of two octets", OriginOctets + "400204 0201 FBF4" + NextHop, Withdraw, 11 },
        { "NEXT_HOP of 3 octets", OriginOctets + AsPathOctets + "400303 C00002", Withdraw, 5 },
        { "NEXT_HOP of 16 octets", OriginOctets + AsPathOctets + "400310 20010DB8000000000000000000000001", Withdraw, 5 },
        { "NEXT_HOP 0.0.0.0", OriginOctets + AsPathOctets + "400304 00000000", Withdraw, 8 },
        { "NEXT_HOP multicast", OriginOctets + AsPathOctets + "400304 E0000001", Withdraw, 8 },
        { "NEXT_HOP broadcast", OriginOctets + AsPathOctets + "400304 FFFFFFFF", Withdraw, 8 },
        { "NEXT_HOP loopback", OriginOctets + AsPathOctets + "400304 7F000001", None, 0 },
    };

    /// <summary>LOCAL_PREF, ORIGINATOR_ID and CLUSTER_LIST from an external peer (RFC 7606 sections 7.5, 7.9, 7.10).</summary>
    public static readonly TheoryData<string, string> InternalOnly = new()
    {
        { "LOCAL_PREF", "400504 00000064" },
        { "LOCAL_PREF of 1 octet", "400501 00" },
        { "ORIGINATOR_ID", "800904 C0000209" },
        { "CLUSTER_LIST", "800A04 C0000209" },
        { "CLUSTER_LIST with wrong flags", "C00A04 C0000209" },
    };

    [Theory]
    [MemberData(nameof(AddedAttribute))]
    public void Decode_AttributeAdded_GivesScope(string name, string attribute, FaultScope scope, byte subcode) =>
        Check(name, Of(Mandatory + attribute, Prefix), Internal, scope, subcode);

    [Theory]
    [MemberData(nameof(WholeAttributes))]
    public void Decode_WholeAttributes_GivesScope(string name, string attributes, FaultScope scope, byte subcode) =>
        Check(name, Of(attributes, Prefix), Internal, scope, subcode);

    [Theory]
    [MemberData(nameof(InternalOnly))]
    public void Decode_InternalAttributeFromExternalPeer_Discards(string name, string attribute)
    {
        var body = Of(Mandatory + attribute, Prefix);
        Check(name, body, External, Discard, 9);
        _ = UpdateMessage.Decode(body, External, out var update);
        Assert.False(update.Index.Has(Hex.Bytes(attribute)[1]));
        Assert.Equal(0, update.WriteOthersCanonical(new byte[64]));
    }

    [Theory]
    [InlineData("00", 1)]
    [InlineData("000000", 1)]
    [InlineData("00020000", 1)]
    [InlineData("00000002 00", 1)]
    [InlineData("FFFF0000", 1)]
    [InlineData("0001 21 0000", 10)]
    [InlineData("0002 2101 0000", 10)]
    [InlineData("0003 180102 0000", 10)]
    public void Decode_FieldsThatDoNotFit_ResetsSession(string body, byte subcode) =>
        Check(body, Hex.Bytes(body), Internal, Reset, subcode);

    [Theory]
    [InlineData("21 0102030405")]
    [InlineData("18 0102")]
    [InlineData("18 010203 08")]
    public void Decode_MalformedNlri_ResetsSession(string nlri) => Check(nlri, Of(Mandatory, nlri), Internal, Reset, 10);

    [Theory]
    [InlineData("400101 05")]
    [InlineData("C00805 FBF4000100")]
    [InlineData("800F03 000201 C008")]
    public void Decode_WithdrawFaultWithNothingAnnounced_ResetsSession(string attributes)
    {
        _ = UpdateMessage.Decode(Of(attributes, "", Prefix), Internal, out _);
        Assert.Equal(Reset, UpdateMessage.Decode(Of(attributes, "", Prefix), Internal, out _).Scope);
    }

    [Fact]
    public void Decode_WithdrawFaultBesideDisabledFamily_SaysBoth()
    {
        var body = Of(Mandatory + "800403 000001 800E05 000201 10 00", Prefix);
        var fault = UpdateMessage.Decode(body, Internal, out var update);
        Assert.Equal((Disable, Family.IPv6), (fault.Scope, fault.Family));
        Assert.True(update.TreatAsWithdraw);
        Assert.Null(update.ReachFamily);
    }

    [Fact]
    public void Decode_FaultyAttribute_PointsAtIt()
    {
        var body = Of(Mandatory + "800403 000001", Prefix);
        var fault = UpdateMessage.Decode(body, Internal, out _);
        Assert.Equal(4, fault.AttributeType);
        Assert.Equal("800403000001", Hex.Text(body.AsSpan(fault.DataOffset, fault.DataLength)));
        Assert.Contains("MULTI_EXIT_DISC", fault.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C01106 0201 0001FBF4", None)]
    [InlineData("C01105 0201 0001FB", Discard)]
    [InlineData("C01106 0301 0001FBF4", None)]
    [InlineData("C01106 0901 0001FBF4", Discard)]
    [InlineData("C01106 0202 0001FBF4", Discard)]
    [InlineData("C01206 0001FBF4 C000", Discard)]
    [InlineData("C00706 FBF4 C0000201", None)]
    [InlineData("C00708 0000FBF4 C0000201", Discard)]
    public void Decode_FromTwoOctetSpeaker_GivesScope(string attribute, FaultScope scope)
    {
        var body = Of(OriginOctets + "400204 0201 FBF4" + NextHop + attribute, Prefix);
        Assert.Equal(scope, UpdateMessage.Decode(body, TwoOctets, out _).Scope);
    }

    private static void Check(string name, byte[] body, DecodeContext context, FaultScope scope, byte subcode)
    {
        var fault = UpdateMessage.Decode(body, context, out var update);
        Assert.True(scope == fault.Scope, $"{name}: {fault.Scope}, {fault.Reason}");
        Assert.Equal(subcode, fault.Subcode);
        Assert.Equal(scope == None ? 0 : ErrorCode.Update, fault.Code);
        Assert.Equal(scope == Withdraw, update.TreatAsWithdraw);
        Assert.True(scope == None || fault.Reason.Length > 0);
    }
}
