using CsCheck;
using Pierhead.Wire.Bgp;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp;

public sealed class MessageFramerTests
{
    private const string Marker = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";

    [Theory]
    [InlineData("0013 04", BgpMessageType.Keepalive, 0)]
    [InlineData("0015 03 0602", BgpMessageType.Notification, 2)]
    [InlineData("0017 02 00000000", BgpMessageType.Update, 4)]
    [InlineData("0017 05 00010001", BgpMessageType.RouteRefresh, 4)]
    [InlineData("001D 01 04FBF400B4C000020100", BgpMessageType.Open, 10)]
    public void TryRead_WholeMessage_IsComplete(string rest, BgpMessageType type, int bodyLength)
    {
        var octets = Hex.Bytes("AABB" + Marker + rest + "FF");
        var status = MessageFramer.TryRead(octets, 2, MessageFramer.MaximumLength, out var frame, out var next, out var fault);
        Assert.Equal(FrameStatus.Complete, status);
        Assert.Equal(new MessageFrame(type, 21, bodyLength), frame);
        Assert.Equal(octets.Length - 1, next);
        Assert.True(fault.IsNone);
        for (var length = 2; length < octets.Length - 1; length++)
        {
            status = MessageFramer.TryRead(octets.AsSpan(0, length), 2, MessageFramer.MaximumLength, out _, out next, out _);
            Assert.Equal(FrameStatus.Incomplete, status);
            Assert.Equal(2, next);
        }
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFEFFFFFFFFFFFFFFFF 0013 04", 1, "")]
    [InlineData("00000000000000000000000000000000 0013 04", 1, "")]
    [InlineData(Marker + "0012 04", 2, "0012")]
    [InlineData(Marker + "0000 02", 2, "0000")]
    [InlineData(Marker + "0014 04", 2, "0014")]
    [InlineData(Marker + "1001 02", 2, "1001")]
    [InlineData(Marker + "0016 02", 2, "0016")]
    [InlineData(Marker + "001C 01", 2, "001C")]
    [InlineData(Marker + "0014 03", 2, "0014")]
    [InlineData(Marker + "0013 00", 3, "00")]
    [InlineData(Marker + "0013 06", 3, "06")]
    public void TryRead_WrongHeader_IsFault(string header, byte subcode, string data)
    {
        var octets = Hex.Bytes("AA" + header);
        Assert.Equal(
            FrameStatus.Fault,
            MessageFramer.TryRead(octets, 1, MessageFramer.MaximumLength, out _, out _, out var fault));
        Assert.Equal((FaultScope.ResetSession, ErrorCode.MessageHeader, subcode), (fault.Scope, fault.Code, fault.Subcode));
        Assert.Equal(data, Hex.Text(octets.AsSpan(fault.DataOffset, fault.DataLength)));
    }

    [Theory]
    [InlineData(BgpMessageType.Open, FrameStatus.Fault)]
    [InlineData(BgpMessageType.Keepalive, FrameStatus.Fault)]
    [InlineData(BgpMessageType.Update, FrameStatus.Complete)]
    [InlineData(BgpMessageType.Notification, FrameStatus.Complete)]
    [InlineData(BgpMessageType.RouteRefresh, FrameStatus.Complete)]
    public void TryRead_ExtendedMessage_DependsOnType(BgpMessageType type, FrameStatus expected)
    {
        var octets = new byte[MessageFramer.ExtendedMaximumLength];
        MessageFramer.WriteHeader(octets, type, octets.Length);
        Assert.Equal(expected, MessageFramer.TryRead(octets, 0, MessageFramer.ExtendedMaximumLength, out _, out _, out _));
    }

    [Fact]
    public void TryRead_AnyOctets_NeverReadsPastThem() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Bool).Sample((octets, marked) =>
        {
            if (marked)
            {
                octets.AsSpan(0, Math.Min(16, octets.Length)).Fill(0xFF);
            }

            var status = MessageFramer.TryRead(octets, 0, MessageFramer.MaximumLength, out var frame, out var next, out var fault);
            Assert.Equal(status == FrameStatus.Fault, !fault.IsNone);
            Assert.InRange(next, 0, octets.Length);
            Assert.InRange(frame.BodyOffset + frame.BodyLength, 0, octets.Length);
        });
}
