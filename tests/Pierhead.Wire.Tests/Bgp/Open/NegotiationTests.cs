using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Open;

public sealed class NegotiationTests
{
    private static readonly Ip Ours = Ip.FromV4(0xC0000201);
    private static readonly Ip Theirs = Ip.FromV4(0xC0000202);

    private static readonly OpenMessage Local = OpenMessage.Create(new Asn(64500), 180, Ours,
    [
        new MultiProtocolCapability(Family.IPv4),
        new MultiProtocolCapability(Family.IPv6),
        new MarkerCapability(CapabilityCode.RouteRefresh),
        new MarkerCapability(CapabilityCode.EnhancedRouteRefresh),
        new MarkerCapability(CapabilityCode.ExtendedMessage),
        new AddPathCapability([new AddPathFamily(1, 1, AddPathMode.Receive), new AddPathFamily(2, 1, AddPathMode.Receive)]),
    ]);

    [Fact]
    public void Negotiate_PeerWithoutCapabilities_SpeaksIPv4AndTwoOctets()
    {
        var session = Negotiation.Negotiate(Local, OpenMessage.CreateTwoOctet(64500, 90, Theirs, []));
        Assert.Equal(new DecodeContext(FamilySet.Of(Family.IPv4), FamilySet.Empty, FourOctetAsn: false, Internal: true), session.Context);
        Assert.Equal(90, session.HoldTime);
        Assert.Equal(new Asn(64500), session.RemoteAsn);
        Assert.Equal(Theirs, session.RemoteId);
        Assert.False(session.RouteRefresh || session.EnhancedRouteRefresh || session.ExtendedMessageSend);
        Assert.Equal((65535, 4096), (session.MaximumReceiveLength, session.MaximumSendLength));
        Assert.Null(session.GracefulRestart);
    }

    [Fact]
    public void Negotiate_PeerWithEverything_HasIt()
    {
        var restart = new GracefulRestartCapability(true, true, 120, [new GracefulRestartFamily(1, 1, true)]);
        var longLived = new LongLivedGracefulRestartCapability([new LongLivedFamily(1, 1, true, 3600)]);
        var session = Negotiation.Negotiate(Local, OpenMessage.Create(new Asn(4200000000), 240, Theirs,
        [
            new MultiProtocolCapability(Family.IPv6),
            new MultiProtocolCapability(0x4004, 71),
            new MarkerCapability(CapabilityCode.RouteRefreshOld),
            new MarkerCapability(CapabilityCode.EnhancedRouteRefresh),
            new MarkerCapability(CapabilityCode.ExtendedMessage),
            new AddPathCapability([new AddPathFamily(1, 1, AddPathMode.Send), new AddPathFamily(2, 1, AddPathMode.Both)]),
            new FqdnCapability("edge1", ""),
            restart,
            longLived,
        ]));
        var v6 = FamilySet.Of(Family.IPv6);
        Assert.Equal(new DecodeContext(v6, v6, FourOctetAsn: true, Internal: false), session.Context);
        Assert.Equal(180, session.HoldTime);
        Assert.Equal(new Asn(4200000000), session.RemoteAsn);
        Assert.True(session.RouteRefresh && session.EnhancedRouteRefresh && session.ExtendedMessageSend && session.ExtendedMessageReceive);
        Assert.True(session.AddPathSend.IsEmpty);
        Assert.Equal((restart, longLived, "edge1"), (session.GracefulRestart, session.LongLivedGracefulRestart, session.RemoteName));
    }

    [Fact]
    public void Negotiate_NothingInCommon_HasNoFamilies()
    {
        var remote = OpenMessage.Create(new Asn(64500), 90, Theirs, [new MultiProtocolCapability(0x4004, 71)]);
        Assert.True(Negotiation.Negotiate(Local, remote).Context.Families.IsEmpty);
    }

    [Theory]
    [InlineData(AddPathMode.Receive, false)]
    [InlineData(AddPathMode.Send, true)]
    [InlineData(AddPathMode.Both, true)]
    [InlineData((AddPathMode)7, false)]
    public void Negotiate_AddPath_NeedsASender(AddPathMode mode, bool expected)
    {
        var remote = OpenMessage.Create(new Asn(64500), 90, Theirs, [new AddPathCapability([new AddPathFamily(1, 1, mode)])]);
        Assert.Equal(expected, Negotiation.Negotiate(Local, remote).Context.AddPath.Contains(Family.IPv4));
    }

    [Fact]
    public void Negotiate_HoldTimeZero_IsZero() =>
        Assert.Equal(0, Negotiation.Negotiate(Local, OpenMessage.Create(new Asn(64500), 0, Theirs, [])).HoldTime);
}
