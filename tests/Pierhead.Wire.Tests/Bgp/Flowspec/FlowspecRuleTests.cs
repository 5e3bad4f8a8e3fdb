using CsCheck;
using Pierhead.Wire.Bgp.Flowspec;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Flowspec;

public sealed class FlowspecRuleTests
{
    [Theory]
    [InlineData("01 18 CB0071", "destination 203.0.113.0/24")]
    [InlineData("01 00", "destination 0.0.0.0/0")]
    [InlineData("02 17 CB0070", "source 203.0.112.0/23")]
    [InlineData("03 81 06", "protocol =6")]
    [InlineData("03 01 06 81 11", "protocol =6|=17")]
    [InlineData("04 12 0400 D4 0800", "port >1024&<2048")]
    [InlineData("05 13 0400 D5 0800", "destination-port >=1024&<=2048")]
    [InlineData("06 86 50", "source-port !=80")]
    [InlineData("05 01 35 12 0400 D4 0800", "destination-port =53|>1024&<2048")]
    [InlineData("07 81 08", "icmp-type =8")]
    [InlineData("08 87 00", "icmp-code true")]
    [InlineData("08 80 07", "icmp-code false(7)")]
    [InlineData("09 81 02", "tcp-flags =syn")]
    [InlineData("09 80 12", "tcp-flags syn+ack")]
    [InlineData("09 01 02 C2 10", "tcp-flags =syn&!ack")]
    [InlineData("09 90 0100", "tcp-flags ns")]
    [InlineData("09 91 0002", "tcp-flags =syn/2")]
    [InlineData("09 90 8000", "tcp-flags 0x8000")]
    [InlineData("09 80 00", "tcp-flags 0x0")]
    [InlineData("0A A1 00010000", "packet-length =65536")]
    [InlineData("0A B1 0000000100000000", "packet-length =4294967296")]
    [InlineData("0B 81 2E", "dscp =46")]
    [InlineData("0C 80 02", "fragment is-fragment")]
    [InlineData("0C 83 0F", "fragment !=dont-fragment+is-fragment+first-fragment+last-fragment")]
    [InlineData("05 91 0050", "destination-port =80/2")]
    [InlineData("01 20 CB007101 02 08 0A 03 81 11 05 81 35", "destination 203.0.113.1/32 source 10.0.0.0/8 protocol =17 destination-port =53")]
    public void ToString_IPv4_TextAndBack(string hex, string text) => BothWays(Hex.Bytes(hex), ipv6: false, text);

    [Theory]
    [InlineData("01 20 00 20010DB8", "destination 2001:db8::/32")]
    [InlineData("01 00 00", "destination ::/0")]
    [InlineData("02 60 40 12345678", "source ::1234:5678:0:0/96/64")]
    [InlineData("02 47 41 A0", "source ::5000:0:0:0/71/65")]
    [InlineData("02 80 7F 80", "source ::1/128/127")]
    [InlineData("03 81 3A 0D A1 000F4240", "protocol =58 flow-label =1000000")]
    public void ToString_IPv6_TextAndBack(string hex, string text) => BothWays(Hex.Bytes(hex), ipv6: true, text);

    [Theory]
    [InlineData("", false)]
    [InlineData("00 00", false)]
    [InlineData("0D 81 01", false)]
    [InlineData("0E 81 01", true)]
    [InlineData("03 81 06 03 81 06", false)]
    [InlineData("05 81 06 03 81 06", false)]
    [InlineData("01 21 CB00710100", false)]
    [InlineData("01 18 CB00", false)]
    [InlineData("01", false)]
    [InlineData("03", false)]
    [InlineData("03 01 06", false)]
    [InlineData("03 81", false)]
    [InlineData("05 91 00", false)]
    [InlineData("01 81 00", true)]
    [InlineData("01 20 20 ", true)]
    [InlineData("01 20 21 00", true)]
    [InlineData("01 00 01", true)]
    [InlineData("01 20", true)]
    public void TryDecode_Malformed_IsRefused(string hex, bool ipv6)
    {
        Assert.False(FlowspecSyntax.IsValid(Hex.Bytes(hex), ipv6));
        Assert.False(FlowspecRule.TryDecode(Hex.Bytes(hex), ipv6, out _));
    }

    [Theory]
    [InlineData("", "'' is not a component")]
    [InlineData("destination", "has no value")]
    [InlineData("destination 203.0.113.1/24", "not a prefix")]
    [InlineData("protocol =6 destination 10.0.0.0/8", "stands after 'protocol'")]
    [InlineData("protocol =6 protocol =17", "stands after 'protocol'")]
    [InlineData("protocol 6", "'6' in 'protocol 6' is not a value")]
    [InlineData("protocol =06", "'=06'")]
    [InlineData("protocol =6|", "'' in")]
    [InlineData("port =80/1", "'=80/1'")]
    [InlineData("port =256/1", "'=256/1'")]
    [InlineData("port =18446744073709551616", "is not a value")]
    [InlineData("tcp-flags =ack+syn", "'=ack+syn'")]
    [InlineData("tcp-flags =0x2", "'=0x2'")]
    [InlineData("flow-label =1", "is not a component")]
    [InlineData("port  =80", "is not a value")]
    public void TryParse_OtherText_SaysWhatAndWhere(string text, string problem)
    {
        Assert.False(FlowspecRule.TryParse(text, ipv6: false, out _, out var found));
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_AnyRule_MeansTheSameWhenReadAgain() => Gen.Bool.SelectMany(ipv6 => RuleGen.Of(ipv6).Select(octets => (ipv6, octets)))
        .Sample((ipv6, octets) =>
        {
            Assert.True(FlowspecRule.TryDecode(octets, ipv6, out var rule));
            Assert.Equal(octets, rule.Components.ToArray());
            Assert.True(FlowspecRule.TryParse(rule.ToString(), ipv6, out var read, out var problem), problem);
            Assert.Equal(rule.ToString(), read.ToString());
            Assert.Equal(Hex.Text(octets), Hex.Text(read.Components.ToArray()));
        });

    /// <summary>Found by fuzzing: the text of a rule with as many octets as its length has room for (RFC 8955 section 4.1) was refused.</summary>
    [Fact]
    public void TryParse_LongestRule_IsReadAgain()
    {
        byte[] octets = [4, .. Enumerable.Repeat<byte[]>([0x01, 53], 2046).SelectMany(pair => pair), 0x81, 53];
        Assert.Equal(4095, octets.Length);
        BothWays(octets, ipv6: false, $"port {string.Join('|', Enumerable.Repeat("=53", 2047))}");
        Assert.False(FlowspecRule.TryParse($"port {string.Join('|', Enumerable.Repeat("=53", 2048))}", ipv6: false, out _, out var problem));
        Assert.Contains("more than a rule can have", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryDecode_AnyOctets_TextOrRefusal() => Gen.Select(Gen.Byte[0, 20].Array[0, 30], Gen.Bool).Sample((octets, ipv6) =>
    {
        if (FlowspecRule.TryDecode(octets, ipv6, out var rule))
        {
            Assert.True(FlowspecRule.TryParse(rule.ToString(), ipv6, out var read, out var problem), problem);
            Assert.Equal(rule.ToString(), read.ToString());
        }
    });

    [Fact]
    public void TryParse_AnyText_NoException() => Gen.Char["destinaporcl- =<>&|/+0123456789.:xfgu"].Array[0, 40].Sample(letters =>
    {
        var text = new string(letters);
        if (FlowspecRule.TryParse(text, ipv6: true, out var rule, out _))
        {
            Assert.Equal(text, rule.ToString());
        }
    });

    private static void BothWays(byte[] octets, bool ipv6, string text)
    {
        Assert.True(FlowspecRule.TryDecode(octets, ipv6, out var rule));
        Assert.Equal(text, rule.ToString());
        Assert.True(FlowspecRule.TryParse(text, ipv6, out var parsed, out var problem), problem);
        Assert.Equal(Hex.Text(octets), Hex.Text(parsed.Components.ToArray()));
        Assert.Equal(rule, parsed);
    }
}
