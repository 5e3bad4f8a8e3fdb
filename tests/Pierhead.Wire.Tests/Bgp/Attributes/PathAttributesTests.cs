using CsCheck;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Attributes;

public sealed class PathAttributesTests
{
    internal const string Everything =
        "400101 02" + "400210 0202 0000FBF4 00000D1C 0101 00000001" + "400304 C0000201" + "800404 0000000A" + "400504 00000064" + "400600"
        + "C00708 0000FBF4 C0000202" + "E00808 FBF403E9 FBF403EA" + "800904 C0000203" + "800A08 C0000204 C0000205"
        + "C01010 0002FBF400000001 0003FBF400000002" + "C01609 01 06 000640 C0000207"
        + "C01928 0002 20010DB8000000000000000000000001 0007 000D 20010DB8000000000000000000000002 0008"
        + "801A0B 01 000B 0102030405060708" + "C0200C 0000FBF4 00000007 00000008" + "E02304 0000FBF4" + "80FA02 0102";

    [Fact]
    public void Decode_EveryAttribute_GivesValuesAndTheSameOctets()
    {
        var octets = Hex.Bytes(Everything);
        var attributes = PathAttributes.Decode(octets);
        Assert.Equal(Origin.Incomplete, attributes.Origin);
        Assert.Equal("64500 3356 {1}", attributes.AsPath!.ToString());
        Assert.Equal("192.0.2.1", attributes.NextHop.ToString());
        Assert.Equal(10u, attributes.Med);
        Assert.Equal(100u, attributes.LocalPref);
        Assert.True(attributes.AtomicAggregate);
        Assert.Equal("64500 192.0.2.2", attributes.Aggregator.ToString());
        Assert.Equal("64500:1001 64500:1002", string.Join(' ', attributes.Communities));
        Assert.Equal("192.0.2.3", attributes.OriginatorId.ToString());
        Assert.Equal("192.0.2.4 192.0.2.5", string.Join(' ', attributes.ClusterList));
        Assert.Equal("rt:64500:1 ro:64500:2", string.Join(' ', attributes.ExtendedCommunities));
        Assert.Equal("64500:7:8", string.Join(' ', attributes.LargeCommunities));
        Assert.Equal(64500u, attributes.OnlyToCustomer?.Value);
        Assert.Equal("ingress-replication flags 1 label 100 192.0.2.7", attributes.PmsiTunnel!.ToString());
        Assert.Equal("rt:[2001:db8::1]:7 redirect:[2001:db8::2]:8", string.Join(' ', attributes.IPv6ExtendedCommunities));
        Assert.Equal(0x0102_0304_0506_0708ul, attributes.Aigp);
        Assert.Equal([new OtherAttribute(250, 0x80, Hex.Bytes("0102"))], attributes.Others);
        Assert.Equal(Hex.Text(octets), Hex.Text(attributes.ToCanonicalBytes()));
        Assert.Equal(Hex.Text(octets), Hex.Text(CanonicalAttributes.Of(octets)));
    }

    [Fact]
    public void ToCanonicalBytes_AnyAttributes_ComeBack() => AttributeGen.Usual.Sample(attributes =>
    {
        var octets = attributes.ToCanonicalBytes();
        var back = PathAttributes.Decode(octets);
        Assert.Equal(attributes, back);
        Assert.Equal(Hex.Text(octets), Hex.Text(back.ToCanonicalBytes()));
        Assert.Equal(attributes.AsPath, back.AsPath);
        Assert.Equal(attributes.Communities, back.Communities);
        Assert.Equal(attributes.LargeCommunities, back.LargeCommunities);
        Assert.Equal(attributes.ExtendedCommunities, back.ExtendedCommunities);
    });

    [Theory]
    [InlineData("400101 03")]
    [InlineData("400102 0000")]
    [InlineData("400206 0501 0000FBF4")]
    [InlineData("400303 C00002")]
    [InlineData("C00803 FBF403")]
    [InlineData("C01000")]
    public void Decode_MalformedValue_IsKeptWhole(string hex)
    {
        var octets = Hex.Bytes(hex);
        var attributes = PathAttributes.Decode(octets);
        Assert.Single(attributes.Others);
        Assert.Equal(Hex.Text(octets), Hex.Text(attributes.ToCanonicalBytes()));
    }

    [Fact]
    public void Of_Recorded_SortsAndNormalises()
    {
        var recorded = Hex.Bytes("D0080004 FBF403E9 600101 00 800E05 000201 0000 C4FA00 400200");
        Assert.Equal("40010100" + "400200" + "C00804FBF403E9" + "C4FA00", Hex.Text(CanonicalAttributes.Of(recorded)));
    }

    [Theory]
    [InlineData("", "", null, null)]
    [InlineData("0201 0000FBF4", "64500", 64500u, 64500u)]
    [InlineData("0202 0000FBF4 00000D1C 0102 00000001 00000002", "64500 3356 {1 2}", 64500u, null)]
    [InlineData("0302 0000FBF4 00000D1C 0401 00000001 0201 FFFFFFFF", "(64500 3356) [1] 4294967295", null, 4294967295u)]
    public void AsPath_Octets_GiveText(string hex, string text, uint? neighbour, uint? origin)
    {
        Assert.True(AsPath.TryDecode(Hex.Bytes(hex), out var path));
        Assert.Equal(text, path.ToString());
        Assert.Equal(neighbour, path.Neighbour?.Value);
        Assert.Equal(origin, path.Origin?.Value);
        Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Hex.Text(path.ToBytes()));
    }

    [Fact]
    public void AsPath_LongSequence_IsSplit() =>
        Assert.Equal([255, 45], AsPath.Sequence(Enumerable.Range(1, 300).Select(each => (uint)each)).Segments.Select(each => each.Numbers.Count));

    [Theory]
    [InlineData(0x0002FBF400000001, "rt:64500:1")]
    [InlineData(0x0003FBF4FFFFFFFF, "ro:64500:4294967295")]
    [InlineData(0x0102C0000201000A, "rt:192.0.2.1:10")]
    [InlineData(0x0202FA56EA000001, "rt:4200000000:1")]
    [InlineData(0x02030000FBF40001, "ro:64500L:1")]
    [InlineData(0x4002FBF400000001, "0x4002FBF400000001")]
    [InlineData(0x030C000000000008, "encapsulation:8")]
    public void ExtendedCommunity_Value_GivesText(ulong value, string text) =>
        Assert.Equal(text, new ExtendedCommunity(value).ToString());

    [Fact]
    public void ClusterList_Ip_IsIPv4() =>
        Assert.All(PathAttributes.Decode(Hex.Bytes(Everything)).ClusterList, (Ip each) => Assert.False(each.IsIPv6));
}
