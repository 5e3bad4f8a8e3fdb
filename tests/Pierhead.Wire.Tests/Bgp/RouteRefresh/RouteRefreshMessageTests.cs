using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.RouteRefresh;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.RouteRefresh;

public sealed class RouteRefreshMessageTests
{
    [Theory]
    [InlineData("00010001", Family.IPv4, RouteRefreshSubtype.Request)]
    [InlineData("00020101", Family.IPv6, RouteRefreshSubtype.Begin)]
    [InlineData("00020201", Family.IPv6, RouteRefreshSubtype.End)]
    public void Message_OctetsAndValue_BothWays(string body, Family family, RouteRefreshSubtype subtype)
    {
        var expected = new RouteRefreshMessage(family, subtype);
        Assert.True(RouteRefreshMessage.Decode(Hex.Bytes(body), out var message).IsNone);
        Assert.Equal(expected, message);
        Assert.Equal(family, message.Family);
        Assert.Equal("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001705" + body, Hex.Text(message.Encode()));
    }

    [Fact]
    public void Decode_FamilyOrSubtypeUnknown_IsNoFault()
    {
        Assert.True(RouteRefreshMessage.Decode(Hex.Bytes("4004FF47"), out var message).IsNone);
        Assert.Null(message.Family);
    }

    [Fact]
    public void Decode_RouteFiltersFollow_AreNotRead() =>
        Assert.True(RouteRefreshMessage.Decode(Hex.Bytes("00010001 01 40 0002 0000"), out _).IsNone);

    [Theory]
    [InlineData("")]
    [InlineData("000100")]
    [InlineData("0001010100")]
    [InlineData("0001020100")]
    public void Decode_WrongLength_IsFaultWithTheWholeMessage(string hex)
    {
        var body = Hex.Bytes(hex);
        var notification = NotificationMessage.From(RouteRefreshMessage.Decode(body, out _), body);
        Assert.Equal((ErrorCode.RouteRefresh, 1), (notification.Code, notification.Subcode));
        Assert.Equal("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00" + (19 + body.Length).ToString("X2") + "05" + hex, Hex.Text(notification.Data.Span));
    }
}
