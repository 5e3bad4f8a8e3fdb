using CsCheck;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Nlri;

public sealed class NlriTests
{
    private static readonly Gen<(uint Id, IpPrefix Prefix)> V4 =
        Gen.Select(Gen.UInt, Gen.UInt, Gen.Int[0, 32], (id, address, length) => (id, IpPrefix.Create(Ip.FromV4(address), length)));

    private static readonly Gen<(uint Id, IpPrefix Prefix)> V6 = Gen.Select(
        Gen.UInt, Gen.ULong, Gen.ULong, Gen.Int[0, 128], (id, high, low, length) => (id, IpPrefix.Create(Ip.FromV6(high, low), length)));

    [Theory]
    [InlineData("00", "0.0.0.0/0")]
    [InlineData("08 0A", "10.0.0.0/8")]
    [InlineData("09 0AFF", "10.128.0.0/9")]
    [InlineData("18 CB0071", "203.0.113.0/24")]
    [InlineData("20 CB007101", "203.0.113.1/32")]
    [InlineData("1F CB0071FF 20 00000000 00", "203.0.113.254/31 0.0.0.0/32 0.0.0.0/0")]
    public void TryReadV4_Octets_GivesPrefixes(string hex, string prefixes)
    {
        Assert.Equal(prefixes, string.Join(' ', Read(Hex.Bytes(hex), ipv6: false, addPath: false).Select(each => each.Prefix)));
    }

    [Theory]
    [InlineData("00", "::/0")]
    [InlineData("20 20010DB8", "2001:db8::/32")]
    [InlineData("21 20010DB8FF", "2001:db8:8000::/33")]
    [InlineData("41 20010DB800000000FF", "2001:db8:0:0:8000::/65")]
    [InlineData("40 20010DB8000000FF 80 20010DB8000000000000000000000001 00", "2001:db8:0:ff::/64 2001:db8::1/128 ::/0")]
    public void TryReadV6_Octets_GivesPrefixes(string hex, string prefixes) =>
        Assert.Equal(prefixes, string.Join(' ', Read(Hex.Bytes(hex), ipv6: true, addPath: false).Select(each => each.Prefix)));

    [Theory]
    [InlineData("21 0102030405", false, false)]
    [InlineData("FF 010203040506070809", false, false)]
    [InlineData("18 0102", false, false)]
    [InlineData("08", false, false)]
    [InlineData("81 0102030405060708090A0B0C0D0E0F1011", true, false)]
    [InlineData("20 200100", true, false)]
    [InlineData("00000001", false, true)]
    [InlineData("000000", false, true)]
    [InlineData("00000001 18 0102", false, true)]
    public void TryRead_Malformed_Stops(string hex, bool ipv6, bool addPath)
    {
        var octets = Hex.Bytes(hex);
        var reader = new NlriReader(octets, ipv6, addPath);
        Assert.False(ipv6 ? reader.TryReadV6(out _, out _, out _, out _) : reader.TryReadV4(out _, out _, out _));
        Assert.True(reader.Malformed);
        Assert.False(reader.AtEnd);
        Assert.False(NlriSyntax.IsValid(octets, ipv6 ? Family.IPv6 : Family.IPv4, addPath));
    }

    [Fact]
    public void Reader_WhatWriterWrote_IsTheSame() =>
        Gen.Select(Gen.Bool, Gen.Bool).SelectMany(kind => (kind.Item1 ? V6 : V4).List[0, 20].Select(list => (kind.Item1, kind.Item2, list)))
            .Sample(sample =>
            {
                var (ipv6, addPath, list) = sample;
                Span<byte> octets = stackalloc byte[1024];
                var writer = new NlriWriter(octets, addPath);
                foreach (var (id, prefix) in list)
                {
                    Assert.True(ipv6
                        ? writer.TryWriteV6(prefix.Address.High, prefix.Address.Low, prefix.Length, id)
                        : writer.TryWriteV4(prefix.Address.V4, prefix.Length, id));
                }

                var written = octets[..writer.Length].ToArray();
                Assert.True(NlriSyntax.IsValid(written, ipv6 ? Family.IPv6 : Family.IPv4, addPath));
                Assert.Equal(list.Select(each => (addPath ? each.Id : 0, each.Prefix)), Read(written, ipv6, addPath));
            });

    [Fact]
    public void IsValid_AnyOctets_AgreesWithReader() =>
        Gen.Select(Gen.Byte[0, 40].Array[0, 40], Gen.Bool, Gen.Bool).Sample((octets, ipv6, addPath) =>
        {
            var reader = new NlriReader(octets, ipv6, addPath);
            while (ipv6 ? reader.TryReadV6(out _, out _, out _, out _) : reader.TryReadV4(out _, out _, out _))
            {
            }

            Assert.Equal(!reader.AtEnd, reader.Malformed);
            Assert.Equal(reader.AtEnd, NlriSyntax.IsValid(octets, ipv6 ? Family.IPv6 : Family.IPv4, addPath));
        });

    [Fact]
    public void TryWrite_NoRoom_WritesNothing()
    {
        var writer = new NlriWriter(stackalloc byte[7], addPath: false);
        Assert.True(writer.TryWriteV4(0xCB007100, 24));
        Assert.False(writer.TryWriteV4(0xCB007100, 24));
        Assert.True(writer.TryWriteV4(0x0A000000, 16));
        Assert.Equal(7, writer.Length);
    }

    private static List<(uint Id, IpPrefix Prefix)> Read(byte[] octets, bool ipv6, bool addPath)
    {
        var list = new List<(uint, IpPrefix)>();
        var reader = new NlriReader(octets, ipv6, addPath);
        if (ipv6)
        {
            while (reader.TryReadV6(out var high, out var low, out var length, out var id))
            {
                list.Add((id, Checked(Ip.FromV6(high, low), length)));
            }
        }
        else
        {
            while (reader.TryReadV4(out var address, out var length, out var id))
            {
                list.Add((id, Checked(Ip.FromV4(address), length)));
            }
        }

        Assert.True(reader.AtEnd);
        return list;
    }

    /// <summary>The reader clears host bits itself: making the prefix must change nothing.</summary>
    private static IpPrefix Checked(Ip address, byte length)
    {
        Assert.Equal(address, IpPrefix.Mask(address, length));
        return IpPrefix.Create(address, length);
    }
}
