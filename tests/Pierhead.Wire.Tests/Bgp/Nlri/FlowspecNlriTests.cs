using CsCheck;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Nlri;

public sealed class FlowspecNlriTests
{
    [Theory]
    [InlineData("03 038106", "0:038106", false)]
    [InlineData("03 038106 05 0118CB0071", "0:038106 0:0118CB0071", false)]
    [InlineData("00000000 03 038106 FFFFFFFF 03 038111", "0:038106 4294967295:038111", true)]
    [InlineData("F003 038106", "0:038106", false)]
    public void TryRead_Octets_GivesRules(string hex, string expected, bool addPath)
    {
        var texts = new List<string>();
        var reader = new FlowspecNlriReader(Hex.Bytes(hex), addPath);
        while (reader.TryRead(out var item))
        {
            texts.Add($"{item.PathId}:{Convert.ToHexString(item.Value)}");
        }

        Assert.False(reader.Malformed);
        Assert.Equal(expected, string.Join(' ', texts));
    }

    [Theory]
    [InlineData("04 038106", false)]
    [InlineData("F0", false)]
    [InlineData("F0F1 038106", false)]
    [InlineData("00000001", true)]
    [InlineData("000000", true)]
    public void TryRead_TooFewOctets_Stops(string hex, bool addPath)
    {
        var reader = new FlowspecNlriReader(Hex.Bytes(hex), addPath);
        Assert.False(reader.TryRead(out _));
        Assert.True(reader.Malformed);
    }

    [Fact]
    public void Reader_WhatWriterWrote_IsTheSame() =>
        Gen.Select(Gen.OneOf(Gen.Byte.Array[0, 300], Gen.Byte.Array[4000, 4095]), Gen.UInt.Nullable()).Sample((value, pathId) =>
        {
            var octets = new byte[FlowspecNlriWriter.Bound(value.Length)];
            var length = FlowspecNlriWriter.Write(octets, value, pathId);
            var reader = new FlowspecNlriReader(octets.AsSpan(0, length), pathId is not null);
            Assert.True(reader.TryRead(out var item));
            Assert.True(reader.AtEnd);
            Assert.Equal(value, item.Value.ToArray());
            Assert.Equal(pathId ?? 0, item.PathId);
        });

    [Theory]
    [InlineData("03 038106", Family.IPv4Flowspec, FaultScope.None)]
    [InlineData("00", Family.IPv4Flowspec, FaultScope.TreatAsWithdraw)]
    [InlineData("03 630000", Family.IPv4Flowspec, FaultScope.TreatAsWithdraw)]
    [InlineData("0B 0000FBF400000001 038106", Family.VpnV4Flowspec, FaultScope.None)]
    [InlineData("03 038106", Family.VpnV4Flowspec, FaultScope.TreatAsWithdraw)]
    [InlineData("04 038106", Family.IPv4Flowspec, FaultScope.DisableFamily)]
    public void Check_Rules_ScopeByWhatIsWrong(string hex, Family family, FaultScope scope)
    {
        var context = new DecodeContext(FamilySet.All, FamilySet.Empty, FourOctetAsn: true, Internal: true);
        Assert.Equal(scope, NlriSyntax.Check(Hex.Bytes(hex), family, in context, isWithdrawal: false));
    }
}
