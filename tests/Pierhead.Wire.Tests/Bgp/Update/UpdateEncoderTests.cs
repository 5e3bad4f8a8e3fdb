using CsCheck;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Net;
using Pierhead.Wire.Tests.Bgp.Attributes;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Update;

public sealed class UpdateEncoderTests
{
    private const string Marker = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";
    private static readonly FamilySet Both = FamilySet.Of(Family.IPv4, Family.IPv6);
    private static readonly DecodeContext Context = new(Both, FamilySet.Empty, FourOctetAsn: true, Internal: true);

    private static readonly Gen<IpPrefix[]> V4 =
        Gen.Select(Gen.UInt, Gen.Int[0, 32], (address, length) => IpPrefix.Create(Ip.FromV4(address), length)).Array[1, 900];

    private static readonly Gen<IpPrefix[]> V6 = Gen.Select(
        Gen.ULong, Gen.ULong, Gen.Int[0, 128], (high, low, length) => IpPrefix.Create(Ip.FromV6(high, low), length)).Array[1, 400];

    [Theory]
    [InlineData(Family.IPv4, "0017 02 0000 0000")]
    [InlineData(Family.IPv6, "001D 02 0000 0006 800F03000201")]
    public void WriteEndOfRib_Family_IsMarker(Family family, string hex)
    {
        var message = new byte[64];
        var length = UpdateEncoder.WriteEndOfRib(message, family);
        Assert.Equal(Hex.Text(Hex.Bytes(Marker + hex)), Hex.Text(message.AsSpan(0, length)));
        Assert.True(UpdateMessage.Decode(message.AsSpan(19, length - 19), Context, out var update).IsNone);
        Assert.True(update.IsEndOfRib(out var found));
        Assert.Equal(family, found);
    }

    [Fact]
    public void Announce_OneOfEach_IsTheseOctets()
    {
        var message = new byte[4096];
        var v4 = UpdateEncoder.Announce(message, Family.IPv4, Hex.Bytes(UpdateBody.Mandatory));
        Assert.True(v4.TryAddV4(0xCB007100, 24));
        Assert.Equal(
            Hex.Text(Hex.Bytes(Marker + "002F 02 0000 0014" + UpdateBody.Mandatory + "18CB0071")),
            Hex.Text(message.AsSpan(0, v4.Finish())));
        var v6 = UpdateEncoder.Announce(message, Family.IPv6, Hex.Bytes(UpdateBody.Mandatory), Ip.FromV6(0x20010DB8_00000000, 1).ToIPAddress().GetAddressBytes());
        Assert.True(v6.TryAdd(IpPrefix.Create(Ip.FromV6(0x20010DB8_00000000, 0), 32)));
        Assert.Equal(
            Hex.Text(Hex.Bytes(Marker + "0041 02 0000 002A 800E1A 000201 10 20010DB8000000000000000000000001 00 20 20010DB8" + UpdateBody.OriginOctets + UpdateBody.AsPathOctets)),
            Hex.Text(message.AsSpan(0, v6.Finish())));
    }

    [Fact]
    public void Announce_AnyRoutes_DecodeToTheSame() =>
        Gen.Select(AttributeGen.Usual, Gen.Bool, Gen.Bool, Gen.Bool)
            .SelectMany(kind => (kind.Item2 ? V6 : V4).Select(prefixes => (kind, prefixes)))
            .Sample(sample =>
            {
                var ((attributes, ipv6, addPath, isLong), prefixes) = sample;
                var family = ipv6 ? Family.IPv6 : Family.IPv4;
                var nextHop = ipv6 ? Hex.Bytes("20010DB8000000000000000000000001" + (isLong ? "FE800000000000000000000000000001" : "")) : [];
                var canonical = attributes.ToCanonicalBytes();
                var context = Context with { AddPath = addPath ? FamilySet.Of(family) : FamilySet.Empty };
                var seen = new List<IpPrefix>();
                var buffer = new byte[isLong ? 65535 : 4096];
                while (seen.Count < prefixes.Length)
                {
                    var encoder = UpdateEncoder.Announce(buffer, family, canonical, nextHop, addPath);
                    for (var index = seen.Count; index < prefixes.Length && encoder.TryAdd(prefixes[index], (uint)index); index++)
                    {
                    }

                    Assert.NotEqual(0, encoder.Count);
                    var message = buffer.AsSpan(0, encoder.Finish());
                    Assert.Equal(FrameStatus.Complete, MessageFramer.TryRead(message, 0, buffer.Length, out var frame, out _, out _));
                    var fault = UpdateMessage.Decode(message.Slice(frame.BodyOffset, frame.BodyLength), context, out var update);
                    Assert.True(fault.IsNone, fault.Reason);
                    Assert.Equal(Hex.Text(nextHop), Hex.Text(update.ReachNextHop));
                    Read(ipv6 ? update.ReachNlri : update.Nlri, ipv6, addPath, seen);
                    Assert.Equal(Hex.Text(ipv6 ? Without(attributes).ToCanonicalBytes() : canonical), Hex.Text(Canonical(update)));
                }

                Assert.Equal(prefixes, seen);
            });

    [Fact]
    public void Withdraw_AnyRoutes_DecodeToTheSame() =>
        Gen.Select(Gen.Bool, Gen.Bool).SelectMany(kind => (kind.Item1 ? V6 : V4).Select(prefixes => (kind, prefixes))).Sample(sample =>
        {
            var ((ipv6, addPath), prefixes) = sample;
            var family = ipv6 ? Family.IPv6 : Family.IPv4;
            var context = Context with { AddPath = addPath ? FamilySet.Of(family) : FamilySet.Empty };
            var seen = new List<IpPrefix>();
            var buffer = new byte[4096];
            while (seen.Count < prefixes.Length)
            {
                var encoder = UpdateEncoder.Withdraw(buffer, family, addPath);
                for (var index = seen.Count; index < prefixes.Length && encoder.TryAdd(prefixes[index], (uint)index); index++)
                {
                }

                var length = encoder.Finish();
                Assert.True(UpdateMessage.Decode(buffer.AsSpan(19, length - 19), context, out var update).IsNone);
                Read(ipv6 ? update.UnreachNlri : update.Withdrawn, ipv6, addPath, seen);
            }

            Assert.Equal(prefixes, seen);
        });

    [Fact]
    public void TwoOctetForm_AnyAttributes_MergeBack() => AttributeGen.Usual.Sample(attributes =>
    {
        var canonical = attributes.ToCanonicalBytes();
        var buffer = new byte[8192];
        var encoder = UpdateEncoder.Announce(buffer, Family.IPv4, TwoOctetAttributes.Of(canonical));
        Assert.True(encoder.TryAddV4(0x0A000000, 8));
        var fault = UpdateMessage.Decode(buffer.AsSpan(19, encoder.Finish() - 19), Context with { FourOctetAsn = false }, out var update);
        Assert.True(fault.IsNone, fault.Reason);
        var back = PathAttributes.Decode(Canonical(update));

        // An AS4_PATH counts a set as one: what was lost of a set that AS_TRANS stands for is found again, for its length is the same.
        Assert.Equal(attributes.AsPath!.ToString(), back.AsPath!.ToString());
        Assert.Equal(attributes.Aggregator, back.Aggregator);
        Assert.Equal(attributes.Communities, back.Communities);
    });

    [Fact]
    public void TryAdd_AttributesFillTheMessage_IsFalse()
    {
        var attributes = new PathAttributes { Others = [new OtherAttribute(250, 0xC0, new byte[4096])] }.ToCanonicalBytes();
        var encoder = UpdateEncoder.Announce(new byte[4096], Family.IPv4, attributes);
        Assert.False(encoder.TryAddV4(0, 0));
        encoder = UpdateEncoder.Announce(new byte[4096], Family.IPv6, attributes, new byte[16]);
        Assert.False(encoder.TryAddV6(0, 0, 0));
        Assert.Equal(0, encoder.Count);
    }

    private static byte[] Canonical(UpdateMessage update)
    {
        var octets = new byte[update.CanonicalBound];
        return octets[..update.WriteCanonical(octets)];
    }

    /// <summary>The same attributes without NEXT_HOP.</summary>
    private static PathAttributes Without(PathAttributes attributes) =>
        PathAttributes.Decode([.. Split(attributes.ToCanonicalBytes()).Where(each => each[1] != AttributeType.NextHop).SelectMany(each => each)]);

    private static List<byte[]> Split(byte[] attributes)
    {
        var items = new List<byte[]>();
        var rest = attributes.AsSpan();
        while (RawAttribute.TryRead(rest, out _, out var octets))
        {
            items.Add(rest[..octets].ToArray());
            rest = rest[octets..];
        }

        return items;
    }

    private static void Read(ReadOnlySpan<byte> nlri, bool ipv6, bool addPath, List<IpPrefix> into)
    {
        var reader = new NlriReader(nlri, ipv6, addPath);
        uint id;
        while (ipv6)
        {
            if (!reader.TryReadV6(out var high, out var low, out var length, out id))
            {
                break;
            }

            Assert.Equal(addPath ? (uint)into.Count : 0, id);
            into.Add(IpPrefix.Create(Ip.FromV6(high, low), length));
        }

        while (!ipv6 && reader.TryReadV4(out var address, out var length, out id))
        {
            Assert.Equal(addPath ? (uint)into.Count : 0, id);
            into.Add(IpPrefix.Create(Ip.FromV4(address), length));
        }

        Assert.True(reader.AtEnd);
    }
}
