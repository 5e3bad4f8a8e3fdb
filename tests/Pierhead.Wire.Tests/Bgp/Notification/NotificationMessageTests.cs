using System.Text;
using CsCheck;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Notification;

public sealed class NotificationMessageTests
{
    private const string Marker = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";

    public static readonly TheoryData<string, NotificationMessage, string> Messages = new()
    {
        { "0015 03 0400", new NotificationMessage(4, 0), "Hold Timer Expired" },
        { "0015 03 0602", NotificationMessage.Cease(CeaseError.AdministrativeShutdown), "Cease / Administrative Shutdown" },
        { "0018 03 0602 026869", NotificationMessage.Cease(2, "hi"), "Cease / Administrative Shutdown: hi" },
        { "0018 03 0604 026869", NotificationMessage.Cease(4, "hi"), "Cease / Administrative Reset: hi" },
        { "0015 03 0605", NotificationMessage.Cease(5, "hi"), "Cease / Connection Rejected" },
        { "001C 03 0601 00020100000064", NotificationMessage.MaximumPrefixes(Family.IPv6, 100), "Cease / Maximum Number of Prefixes Reached" },
        { "001A 03 0609 0602026869", new NotificationMessage(6, 9, Hex.Bytes("0602026869")), "Cease / Hard Reset (Cease / Administrative Shutdown): hi" },
        { "0015 03 060A", new NotificationMessage(6, 10), "Cease / BFD Down" },
        { "0015 03 0800", new NotificationMessage(8, 0), "Send Hold Timer Expired" },
        { "0017 03 0201 0004", new NotificationMessage(2, 1, new byte[] { 0, 4 }), "OPEN Message Error / Unsupported Version Number" },
        { "0015 03 0202", new NotificationMessage(2, 2), "OPEN Message Error / Bad Peer AS" },
        { "0015 03 0701", new NotificationMessage(7, 1), "ROUTE-REFRESH Message Error / Invalid Message Length" },
        { "0015 03 0503", new NotificationMessage(5, 3), "Finite State Machine Error / Receive Unexpected Message in Established State" },
        { "0015 03 0307", new NotificationMessage(3, 7), "UPDATE Message Error / 7" },
        { "0015 03 0663", new NotificationMessage(6, 99), "Cease / 99" },
        { "0015 03 6303", new NotificationMessage(99, 3), "Error 99 / 3" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_OctetsAndValue_BothWays(string hex, NotificationMessage value, string text)
    {
        ArgumentNullException.ThrowIfNull(value);
        var octets = Hex.Bytes(Marker + hex);
        Assert.Equal(Hex.Text(octets), Hex.Text(value.Encode()));
        Assert.Equal(value, NotificationMessage.Decode(octets.AsSpan(MessageFramer.HeaderLength)));
        Assert.Equal(text, value.ToString());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("00", null)]
    [InlineData("02 68", null)]
    [InlineData("01 6869", "h")]
    [InlineData("03 68FF69", "h\uFFFDi")]
    [InlineData("03 680A69", "h i")]
    [InlineData("04 1B5B324A", " [2J")]
    [InlineData("05 E280AE6869", " hi")]
    [InlineData("02 C3A9", "\u00E9")]
    public void ShutdownCommunication_StrangersText_IsCleaned(string data, string? text) =>
        Assert.Equal(text, new NotificationMessage(6, 2, Hex.Bytes(data)).ShutdownCommunication);

    [Fact]
    public void ShutdownCommunication_LongText_IsCutAtACharacter()
    {
        var message = NotificationMessage.Cease(CeaseError.AdministrativeShutdown, new string('a', 254) + "\u00E9");
        Assert.Equal(new string('a', 254), message.ShutdownCommunication);
        Assert.Equal(255, message.Data.Length);
        message = NotificationMessage.Cease(CeaseError.AdministrativeShutdown, new string('a', 253) + "\u00E9");
        Assert.Equal(256, message.Data.Length);
    }

    [Fact]
    public void ShutdownCommunication_AnyText_ComesBackWithoutControls() =>
        Gen.String.Sample(text =>
        {
            var back = NotificationMessage.Cease(CeaseError.AdministrativeReset, text).ShutdownCommunication ?? "";
            Assert.DoesNotContain(back, char.IsControl);
            Assert.InRange(Encoding.UTF8.GetByteCount(back), 0, 255);
        });

    [Fact]
    public void From_FaultInExtendedMessage_FitsAnyPeer()
    {
        var fault = new BgpFault(FaultScope.ResetSession, ErrorCode.Update, UpdateError.MalformedAttributeList, "", DataLength: 60_000);
        Assert.Equal(MessageFramer.MaximumLength, NotificationMessage.From(fault, new byte[60_000]).Encode().Length);
    }

    [Fact]
    public void Decode_AnyOctets_HasNameAndText() =>
        Gen.Byte.Array[0, 40].Sample(octets =>
        {
            var message = NotificationMessage.Decode(octets);
            Assert.NotEmpty(message.ToString());
            _ = message.Encode();
        });

    [Fact]
    public void ShutdownCommunication_HardResetInHardReset_DoesNotRecurse()
    {
        var message = new NotificationMessage(6, 9, Enumerable.Repeat<byte[]>([6, 9], 1000).SelectMany(each => each).ToArray());
        Assert.Null(message.ShutdownCommunication);
    }
}
