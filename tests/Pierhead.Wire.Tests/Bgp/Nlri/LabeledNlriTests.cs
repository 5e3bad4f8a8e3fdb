using CsCheck;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Nlri;

public sealed class LabeledNlriTests
{
    private static readonly LabeledNlriForm Labeled = new(IsIPv6: false, HasDistinguisher: false, AddPath: false, MultipleLabels: false, IsWithdrawal: false);

    private static readonly Gen<IpPrefix> Prefix = Gen.Select(Gen.Bool, Gen.ULong, Gen.ULong, Gen.Int[0, 128], (ipv6, high, low, length) => ipv6
        ? IpPrefix.Create(Ip.FromV6(high, low), length)
        : IpPrefix.Create(Ip.FromV4((uint)(high >> 32)), length % 33));

    [Theory]
    [InlineData("30 000101 CB0071", "0 16 0:0 203.0.113.0/24", false, false)]
    [InlineData("2F 000101 CB0071", "0 16 0:0 203.0.112.0/23", false, false)]
    [InlineData("18 000031", "0 3 0:0 0.0.0.0/0", false, false)]
    [InlineData("38 000000 CB007180", "0 0 0:0 203.0.113.128/32", false, false)]
    [InlineData("70 000101 0000FBF400000001 CB0071", "0 16 64500:1 203.0.113.0/24", true, false)]
    [InlineData("00000007 70 000101 0001C00002010001 CB0071", "7 16 192.0.2.1:1 203.0.113.0/24", true, true)]
    public void TryRead_OneLabel_GivesRoute(string hex, string expected, bool vpn, bool addPath)
    {
        var form = Labeled with { HasDistinguisher = vpn, AddPath = addPath };
        Assert.Equal([expected], Read(Hex.Bytes(hex), form));
    }

    [Fact]
    public void TryRead_StackOfLabels_EndsAtItsBottom()
    {
        var octets = Hex.Bytes("48 000100 000201 0A0000");
        Assert.Equal(["0 16 32 0:0 10.0.0.0/24"], Read(octets, Labeled with { MultipleLabels = true }));

        // Without the capability there is one label whatever its bit says, and the next octets are the prefix (RFC 8277 section 2.2).
        Assert.Equal(["0 16 0:0 0.2.1.10/32"], Read(Hex.Bytes("38 000100 0002010A"), Labeled));
    }

    [Theory]
    [InlineData("30 800000 CB0071")]
    [InlineData("30 000000 CB0071")]
    [InlineData("30 000101 CB0071")]
    public void TryRead_Withdrawal_IgnoresTheLabelField(string hex) => Assert.Equal(
        ["203.0.113.0/24"],
        Read(Hex.Bytes(hex), Labeled with { IsWithdrawal = true, MultipleLabels = true }).Select(text => text.Split(' ')[^1]));

    [Theory]
    [InlineData("17 000101", false)]
    [InlineData("00", false)]
    [InlineData("39 000101 CB00710100", false)]
    [InlineData("30 000101 CB00", false)]
    [InlineData("58 000101 0000FBF40000", true)]
    [InlineData("57 000101 0000FBF400000001", true)]
    [InlineData("79 000101 0000FBF400000001 CB00710100", true)]
    [InlineData("48 000100 000200 0A0000", false)]
    public void TryRead_Malformed_Stops(string hex, bool vpn)
    {
        var form = Labeled with { HasDistinguisher = vpn, MultipleLabels = true };
        var reader = new LabeledNlriReader(Hex.Bytes(hex), form);
        Assert.False(reader.TryRead(out _));
        Assert.True(reader.Malformed);
        Assert.False(reader.AtEnd);
    }

    [Fact]
    public void Reader_WhatWriterWrote_IsTheSame() =>
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Prefix, Gen.ULong, Gen.Select(Gen.UInt[0, 0xF_FFFF], Gen.UInt).Array[1, 2])
            .Sample((vpn, addPath, withdrawal, prefix, distinguisher, labels) =>
            {
                var form = new LabeledNlriForm(prefix.IsIPv6, vpn, addPath, MultipleLabels: true, withdrawal);
                var stack = labels.Select(label => label.Item1).ToArray();
                if ((stack.Length * 24) + (vpn ? 64 : 0) + prefix.Length > byte.MaxValue)
                {
                    return;
                }

                var octets = new byte[LabeledNlriWriter.Bound(stack.Length)];
                var length = LabeledNlriWriter.Write(octets, form, new RouteDistinguisher(distinguisher), prefix, stack, labels[0].Item2);
                var reader = new LabeledNlriReader(octets.AsSpan(0, length), form);
                Assert.True(reader.TryRead(out var item));
                Assert.True(reader.AtEnd);
                Assert.Equal(addPath ? labels[0].Item2 : 0, item.PathId);
                Assert.Equal(vpn ? distinguisher : 0, item.Distinguisher);
                Assert.Equal((prefix.Address.High, prefix.Address.Low, prefix.Length), (item.High, item.Low, item.Length));
                if (!withdrawal)
                {
                    Assert.Equal(stack, Values(item.Labels));
                }
            });

    [Fact]
    public void Check_AnyOctets_AgreesWithReaderAndEnds() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[2, 5]).Sample((octets, addPath, multiple, withdrawal, index) =>
        {
            var family = (Family)index;
            var families = FamilySet.Of(family);
            var context = new DecodeContext(families, addPath ? families : FamilySet.Empty, FourOctetAsn: true, Internal: true)
            {
                MultipleLabels = multiple ? families : FamilySet.Empty,
            };
            var reader = new LabeledNlriReader(octets, LabeledNlriForm.Of(family, in context, withdrawal));
            while (reader.TryRead(out _))
            {
            }

            Assert.Equal(reader.AtEnd, !reader.Malformed);
            Assert.Equal(reader.AtEnd ? FaultScope.None : FaultScope.DisableFamily, NlriSyntax.Check(octets, family, in context, withdrawal));
        });

    private static List<string> Read(byte[] octets, LabeledNlriForm form)
    {
        var texts = new List<string>();
        var reader = new LabeledNlriReader(octets, form);
        while (reader.TryRead(out var item))
        {
            var prefix = IpPrefix.Create(Ip.FromV4((uint)(item.High >> 32)), item.Length);
            texts.Add($"{item.PathId} {string.Join(' ', Values(item.Labels))} {new RouteDistinguisher(item.Distinguisher)} {prefix}");
        }

        Assert.False(reader.Malformed);
        return texts;
    }

    private static uint[] Values(ReadOnlySpan<byte> stack)
    {
        var values = new uint[stack.Length / 3];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = (uint)((stack[index * 3] << 12) | (stack[(index * 3) + 1] << 4) | (stack[(index * 3) + 2] >> 4));
        }

        return values;
    }
}
