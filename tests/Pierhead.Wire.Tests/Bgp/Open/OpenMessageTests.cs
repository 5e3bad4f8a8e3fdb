using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Open;

public sealed class OpenMessageTests
{
    private const string Fixed = "04 FBF4 00B4 C0000201";
    private const string FourOctets = "4104 0000FBF4";
    private static readonly Ip Identifier = Ip.FromV4(0xC0000201);

    /// <summary>Capabilities, octets and value, run both ways.</summary>
    public static readonly TheoryData<string, Capability> Capabilities = new()
    {
        { "0104 00010001", new MultiProtocolCapability(Family.IPv4) },
        { "0104 00020001", new MultiProtocolCapability(Family.IPv6) },
        { "0104 40040047", new MultiProtocolCapability(0x4004, 71) },
        { "0200", new MarkerCapability(CapabilityCode.RouteRefresh) },
        { "8000", new MarkerCapability(CapabilityCode.RouteRefreshOld) },
        { "0600", new MarkerCapability(CapabilityCode.ExtendedMessage) },
        { "4600", new MarkerCapability(CapabilityCode.EnhancedRouteRefresh) },
        { "0506 000100010002", new ExtendedNextHopCapability([new ExtendedNextHop(1, 1, 2)]) },
        { "0901 03", new RoleCapability(3) },
        { "4002 0078", new GracefulRestartCapability(false, false, 120, []) },
        {
            "400A C078 00010180 00020100",
            new GracefulRestartCapability(true, true, 120, [new GracefulRestartFamily(1, 1, true), new GracefulRestartFamily(2, 1, false)])
        },
        { "4104 0001FBF4", new FourOctetAsnCapability(new Asn(0x1FBF4)) },
        {
            "4508 00010101 00020103",
            new AddPathCapability([new AddPathFamily(1, 1, AddPathMode.Receive), new AddPathFamily(2, 1, AddPathMode.Both)])
        },
        { "4707 00010180 000E10", new LongLivedGracefulRestartCapability([new LongLivedFamily(1, 1, true, 3600)]) },
        { "4907 0365646702616D", new FqdnCapability("edg", "am") },
        { "C803 010203", new UnknownCapability(200, [1, 2, 3]) },
        { "4501 00", new UnknownCapability(CapabilityCode.AddPath, [0]) },
        { "4003 007800", new UnknownCapability(CapabilityCode.GracefulRestart, [0, 0x78, 0]) },
        { "4903 05FF00", new UnknownCapability(CapabilityCode.Fqdn, [5, 0xFF, 0]) },
    };

    [Theory]
    [MemberData(nameof(Capabilities))]
    public void Capability_OctetsAndValue_BothWays(string hex, Capability value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var octets = Hex.Bytes(hex);
        var decoded = Capability.Decode(octets[0], octets.AsSpan(2));
        Assert.IsType(value.GetType(), decoded);
        Assert.Equal(value, decoded);
        Assert.Equal(Hex.Text(octets.AsSpan(2)), Hex.Text(value.ToValueBytes()));
    }

    [Fact]
    public void Decode_WithoutCapabilities_UsesField()
    {
        var open = Decode(Fixed + "00");
        Assert.Equal(new Asn(0xFBF4), open.Asn);
        Assert.Equal(180, open.HoldTime);
        Assert.Equal(Identifier, open.Identifier);
        Assert.Empty(open.Capabilities);
    }

    [Theory]
    [InlineData("0E 020C 0104 00010001 4104 0001FBF4")]
    [InlineData("10 0206 0104 00010001 0206 4104 0001FBF4")]
    [InlineData("FF FF 000F 02 000C 0104 00010001 4104 0001FBF4")]
    [InlineData("01 FF 0012 02 0006 0104 00010001 02 0006 4104 0001FBF4")]
    public void Decode_Parameters_AreTheSameInEveryForm(string parameters)
    {
        var open = Decode(Fixed + parameters);
        Assert.Equal(new Asn(0x1FBF4), open.Asn);
        Assert.Equal([new MultiProtocolCapability(Family.IPv4), new FourOctetAsnCapability(new Asn(0x1FBF4))], open.Capabilities);
    }

    [Theory]
    [InlineData("03 FBF4 00B4 C0000201 00", 1)]
    [InlineData("05 FBF4 00B4 C0000201 00", 1)]
    [InlineData("04 0000 00B4 C0000201 00", 2)]
    [InlineData("04 5BA0 00B4 C0000201 08 0206 4104 00000000", 2)]
    [InlineData("04 FBF4 00B4 00000000 00", 3)]
    [InlineData("04 FBF4 0001 C0000201 00", 6)]
    [InlineData("04 FBF4 0002 C0000201 00", 6)]
    [InlineData(Fixed + "03 01 01 00", 4)]
    [InlineData(Fixed + "02 C8 00", 4)]
    [InlineData(Fixed + "01 02", 0)]
    [InlineData(Fixed + "03 0200", 0)]
    [InlineData(Fixed + "01 0200", 0)]
    [InlineData(Fixed + "04 0203 0200", 0)]
    [InlineData(Fixed + "04 0202 0201", 0)]
    [InlineData(Fixed + "03 0201 02", 0)]
    [InlineData(Fixed + "07 0205 0103 000100", 0)]
    [InlineData(Fixed + "05 0203 4101 00", 0)]
    [InlineData(Fixed + "FF FF 0002 02 00", 0)]
    [InlineData(Fixed + "FF FF 0003 02 0001", 0)]
    [InlineData("04 FBF4", 0)]
    public void Decode_Faults_FollowRfc4271(string body, byte subcode)
    {
        var fault = OpenMessage.Decode(Hex.Bytes(body), out var open);
        Assert.Null(open);
        Assert.Equal((FaultScope.ResetSession, ErrorCode.Open, subcode), (fault.Scope, fault.Code, fault.Subcode));
    }

    [Theory]
    [InlineData("04 FBF4 0000 C0000201 00")]
    [InlineData("04 FBF4 0003 C0000201 00")]
    [InlineData(Fixed + "02 0200")]
    public void Decode_EdgeOfWhatIsAllowed_HasNoFault(string body) => Decode(body);

    [Fact]
    public void Encode_Message_IsTheseOctets()
    {
        var open = OpenMessage.Create(new Asn(64500), 180, Identifier, [new MultiProtocolCapability(Family.IPv4)]);
        var expected = Hex.Bytes("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 002B 01" + Fixed + "0E 020C 0104 00010001" + FourOctets);
        Assert.Equal(Hex.Text(expected), Hex.Text(open.Encode()));
    }

    [Fact]
    public void Encode_LargeAsn_PutsAsTransIntoTheField()
    {
        var open = OpenMessage.Create(new Asn(4200000000), 180, Identifier, []);
        Assert.Equal(Asn.Trans.Value, open.MyAutonomousSystem);
        Assert.Equal(new Asn(4200000000), Body(open.Encode()).Asn);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(200)]
    public void Encode_ManyCapabilities_DecodesToTheSame(int count)
    {
        var capabilities = Enumerable.Range(0, count).Select(index => new UnknownCapability(200, [(byte)index, 0]));
        var open = OpenMessage.Create(new Asn(64500), 90, Identifier, capabilities);
        Assert.Equal(open, Body(open.Encode()));
        Assert.Equal(count + 1, Body(open.Encode()).Capabilities.Count);
        var two = OpenMessage.CreateTwoOctet(64500, 90, Identifier, capabilities);
        Assert.Equal(two, Body(two.Encode()));
    }

    [Fact]
    public void Decode_EveryTruncation_IsFault()
    {
        var body = Hex.Bytes(Fixed + "10 0206 0104 00010001 0206 4104 0001FBF4");
        for (var length = 0; length < body.Length; length++)
        {
            Assert.False(OpenMessage.Decode(body.AsSpan(0, length), out _).IsNone);
        }
    }

    [Fact]
    public void Notification_OfWrongVersion_CarriesOurs()
    {
        var body = Hex.Bytes("05 FBF4 00B4 C0000201 00");
        var notification = NotificationMessage.From(OpenMessage.Decode(body, out _), body);
        Assert.Equal(new NotificationMessage(2, 1, new byte[] { 0, 4 }), notification);
    }

    private static OpenMessage Decode(string body)
    {
        var fault = OpenMessage.Decode(Hex.Bytes(body), out var open);
        Assert.True(fault.IsNone, fault.Reason);
        return open!;
    }

    private static OpenMessage Body(byte[] message)
    {
        var status = MessageFramer.TryRead(message, 0, MessageFramer.MaximumLength, out var frame, out _, out _);
        Assert.Equal((FrameStatus.Complete, BgpMessageType.Open), (status, frame.Type));
        return Decode(Hex.Text(message.AsSpan(frame.BodyOffset, frame.BodyLength)));
    }
}
