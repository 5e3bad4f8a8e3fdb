using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Update;
using Xunit;
using static Pierhead.Wire.Tests.Bgp.Update.UpdateBody;

namespace Pierhead.Wire.Tests.Bgp.Update;

public sealed class UpdateMessageTests
{
    private static readonly FamilySet Both = FamilySet.Of(Family.IPv4, Family.IPv6);
    private static readonly DecodeContext Internal = new(Both, FamilySet.Empty, FourOctetAsn: true, Internal: true);
    private static readonly DecodeContext TwoOctets = Internal with { FourOctetAsn = false };

    [Fact]
    public void Decode_UsualMessage_GivesFields()
    {
        var body = Of(Mandatory + "800404 0000000A" + LocalPref + "C00804 FBF40001", Prefix, "08 0A");
        Assert.True(UpdateMessage.Decode(body, Internal, out var update).IsNone);
        Assert.Equal("080A", Hex.Text(update.Withdrawn));
        Assert.Equal("18CB0071", Hex.Text(update.Nlri));
        Assert.Equal(0, update.Index.Origin);
        Assert.Equal(10u, update.Index.Med);
        Assert.Equal(100u, update.Index.LocalPref);
        Assert.Equal(0xC0000201u, update.NextHop);
        Assert.Equal("02010000FBF4", Hex.Text(update.Value(AttributeType.AsPath)));
        Assert.Equal("FBF40001", Hex.Text(update.Value(AttributeType.Communities)));
        Assert.True(update.Value(AttributeType.OriginatorId).IsEmpty);
        Assert.False(update.HasOthers);
        Assert.Null(update.ReachFamily);
        Assert.False(update.IsEndOfRib(out _));
    }

    [Fact]
    public void Decode_MultiProtocol_GivesFamiliesAndSpans()
    {
        var body = Of(OriginOctets + AsPathOctets + "800E1A 000201 10 20010DB8000000000000000000000001 00 20 20010DB8 800F05 000201 08 20");
        Assert.True(UpdateMessage.Decode(body, Internal, out var update).IsNone);
        Assert.Equal(Family.IPv6, update.ReachFamily);
        Assert.Equal("20010DB8000000000000000000000001", Hex.Text(update.ReachNextHop));
        Assert.Equal("2020010DB8", Hex.Text(update.ReachNlri));
        Assert.Equal(Family.IPv6, update.UnreachFamily);
        Assert.Equal("0820", Hex.Text(update.UnreachNlri));
    }

    [Fact]
    public void Decode_FamilyNotNegotiated_IsIgnored()
    {
        var body = Of(Mandatory + "800E1A 000201 10 20010DB8000000000000000000000001 00 20 20010DB8 800F05 000201 08 20", Prefix, Prefix);
        var none = Internal with { Families = FamilySet.Of(Family.VpnV4) };
        Assert.True(UpdateMessage.Decode(body, none, out var update).IsNone);
        Assert.Null(update.ReachFamily);
        Assert.Null(update.UnreachFamily);
        Assert.True(update.Nlri.IsEmpty && update.Withdrawn.IsEmpty);
    }

    [Theory]
    [InlineData("", Family.IPv4)]
    [InlineData("800F03 000101", Family.IPv4)]
    [InlineData("800F03 000201", Family.IPv6)]
    [InlineData("900F0003 000201", Family.IPv6)]
    public void IsEndOfRib_Marker_GivesFamily(string attributes, Family family)
    {
        Assert.True(UpdateMessage.Decode(Of(attributes), Internal, out var update).IsNone);
        Assert.True(update.IsEndOfRib(out var found));
        Assert.Equal(family, found);
    }

    [Theory]
    [InlineData("800F05 000201 0820", "", "")]
    [InlineData("800F03 000201", "", "0820")]
    [InlineData("800F03 000201 C0FA00", "", "")]
    [InlineData("800F03 400447", "", "")]
    [InlineData("", "", "00")]
    [InlineData(Mandatory, "00", "")]
    [InlineData(Mandatory, "", "")]
    public void IsEndOfRib_AnythingElse_IsFalse(string attributes, string nlri, string withdrawn)
    {
        _ = UpdateMessage.Decode(Of(attributes, nlri, withdrawn), Internal, out var update);
        Assert.False(update.IsEndOfRib(out _));
    }

    [Fact]
    public void WriteOthersCanonical_UnsortedAndPartial_SortsAndKeepsPartial()
    {
        var body = Of("C0FA01 AA F0200018 0000FBF40000000700000008 0000FBF40000000700000009" + Mandatory + "E00804 FBF40001 80F901 BB 400600", Prefix);
        Assert.True(UpdateMessage.Decode(body, Internal, out var update).IsNone);
        Assert.False(update.Index.Has(AttributeType.Communities));
        Span<byte> others = stackalloc byte[update.OthersCanonicalBound];
        Assert.Equal(
            "400600" + "E00804FBF40001" + "E020180000FBF400000007000000080000FBF40000000700000009" + "80F901BB" + "C0FA01AA",
            Hex.Text(others[..update.WriteOthersCanonical(others)]));
        var types = new List<int>();
        foreach (var other in update.Others)
        {
            types.Add(other.Type);
        }

        Assert.Equal([0xFA, 0x20, 8, 0xF9, 6], types);
    }

    [Fact]
    public void WriteOthersCanonical_LongValue_UsesExtendedLength()
    {
        var value = string.Concat(Enumerable.Repeat("0000FBF4", 66));
        var body = Of(Mandatory + "D0FA0108" + value, Prefix);
        Assert.True(UpdateMessage.Decode(body, Internal, out var update).IsNone);
        var others = new byte[update.OthersCanonicalBound];
        Assert.Equal("D0FA0108" + value, Hex.Text(others.AsSpan(0, update.WriteOthersCanonical(others))));
    }

    [Fact]
    public void WriteOthersCanonical_DiscardedAttributes_AreAbsent()
    {
        var body = Of(Mandatory + "400601 00 C00706 0001C0000201 C0FA01 AA C0FA01 BB", Prefix);
        Assert.Equal(FaultScope.DiscardAttribute, UpdateMessage.Decode(body, Internal, out var update).Scope);
        var others = new byte[update.OthersCanonicalBound];
        Assert.Equal("C0FA01AA", Hex.Text(others.AsSpan(0, update.WriteOthersCanonical(others))));
    }

    [Theory]
    [InlineData("0202 FBF4 5BA0", "", "02020000FBF400005BA0")]
    [InlineData("0202 FBF4 5BA0", "0201 00010001", "02020000FBF400010001")]
    [InlineData("0203 FBF4 5BA0 5BA0", "0202 00010001 00010002", "02030000FBF40001000100010002")]
    [InlineData("0202 FBF4 5BA0", "0203 00010001 00010002 00010003", "02020000FBF400005BA0")]
    [InlineData("0201 5BA0", "0201 00010001", "020100010001")]
    [InlineData("0201 FBF4 0102 5BA0 5BA0", "0102 00010001 00010002", "02010000FBF401020001000100010002")]
    [InlineData("0301 FBF5 0202 FBF4 5BA0", "0201 00010001", "03010000FBF502020000FBF400010001")]
    [InlineData("0301 FBF5 0201 5BA0", "0201 00010001", "03010000FBF5020100010001")]
    [InlineData("0201 FBF4", "0301 0000FBF5", "02010000FBF4")]
    [InlineData("0202 FBF4 5BA0", "0301 0000FBF5 0201 00010001", "02020000FBF400010001")]
    [InlineData("0102 0001 0002 0201 5BA0", "0201 00010001", "01020000000100000002020100010001")]
    public void WriteAsPathCanonical_TwoOctets_MergesAs4Path(string asPath, string as4Path, string expected)
    {
        var attributes = OriginOctets + "4002" + Sized(asPath) + NextHop + (as4Path.Length == 0 ? "" : "C011" + Sized(as4Path));
        Assert.True(UpdateMessage.Decode(Of(attributes, Prefix), TwoOctets, out var update).IsNone);
        var path = new byte[update.AsPathCanonicalBound];
        Assert.Equal(expected, Hex.Text(path.AsSpan(0, update.WriteAsPathCanonical(path))));
    }

    [Theory]
    [InlineData("5BA0", "00010001 C0000202", "C00708 00010001 C0000202", "020100010001")]
    [InlineData("FBF4", "00010001 C0000202", "C00708 0000FBF4 C0000201", "020100005BA0")]
    [InlineData("FBF4", "", "C00708 0000FBF4 C0000201", "020100010001")]
    [InlineData("5BA0", "", "C00708 00005BA0 C0000201", "020100010001")]
    public void WriteCanonical_As4Aggregator_FollowsAggregator(string asn, string as4Aggregator, string aggregator, string path)
    {
        var attributes = OriginOctets + "400204 0201 5BA0" + NextHop + "C00706" + asn + "C0000201 C01106 0201 00010001"
            + (as4Aggregator.Length == 0 ? "" : "C01208" + as4Aggregator);
        Assert.True(UpdateMessage.Decode(Of(attributes, Prefix), TwoOctets, out var update).IsNone);
        var canonical = new byte[update.CanonicalBound];
        var expected = Hex.Text(Hex.Bytes(OriginOctets + "400206" + path + NextHop + aggregator));
        Assert.Equal(expected, Hex.Text(canonical.AsSpan(0, update.WriteCanonical(canonical))));
        Assert.Equal(expected[^22..], Hex.Text(canonical.AsSpan(0, update.WriteOthersCanonical(canonical))));
    }

    private static string Sized(string hex)
    {
        var octets = Hex.Bytes(hex);
        return Hex.Text([(byte)octets.Length, .. octets]);
    }
}
