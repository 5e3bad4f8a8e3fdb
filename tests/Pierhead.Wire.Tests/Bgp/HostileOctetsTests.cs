using CsCheck;
using Pierhead.Tests;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Bgp.RouteRefresh;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Net;
using Pierhead.Wire.Tests.Bgp.Attributes;
using Pierhead.Wire.Tests.Bgp.Update;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp;

/// <summary>Truncation, mutation and other people's finds: no exception, and every promise of the decoders kept.</summary>
public sealed class HostileOctetsTests(ITestOutputHelper output)
{
    private const int Seed = 20240611;

    [Fact]
    public void Decode_EveryTruncationOfEveryMessage_NeverThrows()
    {
        foreach (var message in Valid())
        {
            Assert.Equal(1, AnyOctets.Stream(message));
            for (var length = 0; length < message.Length; length++)
            {
                Assert.Equal(0, AnyOctets.Stream(message.AsSpan(0, length)));
                if (length >= MessageFramer.HeaderLength)
                {
                    AnyOctets.Body(message.AsSpan(MessageFramer.HeaderLength, length - MessageFramer.HeaderLength));
                }
            }
        }
    }

    [Fact]
    public void Decode_MutatedMessages_NeverThrows()
    {
        var random = new Random(Seed);
        var messages = Valid();
        for (var round = 0; round < 60_000; round++)
        {
            var body = messages[random.Next(messages.Count)].AsSpan(MessageFramer.HeaderLength).ToArray();
            for (var change = random.Next(1, 5); change > 0 && body.Length > 0; change--)
            {
                body[random.Next(body.Length)] = random.Next(3) switch
                {
                    0 => (byte)random.Next(256),
                    1 => (byte)random.Next(40),
                    _ => byte.MaxValue,
                };
            }

            AnyOctets.Body(body.AsSpan(0, random.Next(8) == 0 ? random.Next(body.Length) : body.Length));
        }
    }

    [Fact]
    public void Decode_RandomOctets_NeverThrows() => Gen.Byte.Array[0, 200].Sample(octets => AnyOctets.Body(octets), iter: 20_000);

    [Fact]
    public void Decode_LongMessageOfDuplicates_NeverThrows()
    {
        // Two hundred types, the greatest first, and then the same again and again: all but the first of each are duplicates.
        var attributes = Enumerable.Range(0, 16_000).SelectMany(index => new byte[] { 0xC0, (byte)(255 - (index % 200)), 0 }).ToArray();
        var body = UpdateBodyOf(attributes);
        AnyOctets.Body(body);
    }

    [Fact]
    public void Decode_FuzzCorpus_NeverThrows()
    {
        var files = Directory.GetFiles(Corpus.Path("bgp/fuzz"));
        foreach (var file in files)
        {
            var octets = File.ReadAllBytes(file);
            _ = AnyOctets.Stream(octets);
            AnyOctets.Body(octets);
        }

        output.WriteLine($"{files.Length} files");
        Assert.NotEmpty(files);
    }

    [Fact]
    public void Decode_CapturedPackets_NeverThrows()
    {
        var files = Directory.GetFiles(Corpus.Path("bgp/pcap")).Where(each => !each.EndsWith(".out", StringComparison.Ordinal)).ToArray();
        var (starts, messages) = (0, 0);
        foreach (var file in files)
        {
            var octets = File.ReadAllBytes(file);

            // A capture needs no dissection to be read: wherever a marker stands, a message begins.
            ReadOnlySpan<byte> marker = [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255];
            for (var at = 0; at < octets.Length && octets.AsSpan(at).IndexOf(marker) is var found and >= 0; at += found + 1)
            {
                starts++;
                messages += AnyOctets.Stream(octets.AsSpan(at + found));
            }
        }

        output.WriteLine($"{files.Length} files, {starts} markers, {messages} messages");
        Assert.NotEqual(0, messages);
    }

    private static byte[] UpdateBodyOf(byte[] attributes) =>
        [0, 0, (byte)(attributes.Length >> 8), (byte)attributes.Length, .. attributes];

    private static List<byte[]> Valid()
    {
        var identifier = Ip.FromV4(0xC0000201);
        var list = new List<byte[]>
        {
            MessageFramer.Keepalive(),
            new RouteRefreshMessage(Family.IPv6).Encode(),
            NotificationMessage.Cease(CeaseError.AdministrativeShutdown, "maintenance until noon").Encode(),
            NotificationMessage.MaximumPrefixes(Family.IPv4, 1000).Encode(),
            OpenMessage.CreateTwoOctet(64500, 90, identifier, []).Encode(),
            OpenMessage.Create(new Asn(4200000000), 90, identifier,
            [
                new MultiProtocolCapability(Family.IPv4),
                new MarkerCapability(CapabilityCode.RouteRefresh),
                new GracefulRestartCapability(false, true, 120, [new GracefulRestartFamily(1, 1, true)]),
                new AddPathCapability([new AddPathFamily(1, 1, AddPathMode.Both)]),
                new FqdnCapability("edge1", "example.net"),
            ]).Encode(),
            OpenMessage.Create(new Asn(64500), 90, identifier, Enumerable.Range(0, 90).Select(each => new UnknownCapability(200, [(byte)each]))).Encode(),
        };
        var others = Enumerable.Range(0, 4).Select(each => new OtherAttribute((byte)(200 + each), 0xC0, new byte[each * 100])).ToArray();
        PathAttributes[] all =
        [
            PathAttributes.Decode(Hex.Bytes(UpdateBody.Mandatory)),
            PathAttributes.Decode(Hex.Bytes(PathAttributesTests.Everything)),
            new() { Origin = Origin.Egp, AsPath = AsPath.Sequence(Enumerable.Repeat(4200000000u, 300)), NextHop = identifier, Others = others },
            new() { Origin = Origin.Igp, AsPath = AsPath.Empty, NextHop = identifier, Communities = [.. Enumerable.Repeat(new Community(1, 2), 90)] },
        ];
        foreach (var attributes in all)
        {
            var canonical = attributes.ToCanonicalBytes();
            list.Add(Update(Family.IPv4, canonical, []));
            list.Add(Update(Family.IPv4, TwoOctetAttributes.Of(canonical), []));
            list.Add(Update(Family.IPv6, canonical, Hex.Bytes("20010DB8000000000000000000000001")));
        }

        list.Add(Withdraw(Family.IPv4));
        list.Add(Withdraw(Family.IPv6));
        return list;
    }

    private static byte[] Update(Family family, byte[] attributes, byte[] nextHop)
    {
        var buffer = new byte[8192];
        var encoder = UpdateEncoder.Announce(buffer, family, attributes, nextHop);
        Add(ref encoder, family);
        return buffer[..encoder.Finish()];
    }

    private static byte[] Withdraw(Family family)
    {
        var buffer = new byte[4096];
        var encoder = UpdateEncoder.Withdraw(buffer, family);
        Add(ref encoder, family);
        return buffer[..encoder.Finish()];
    }

    private static void Add(ref UpdateEncoder encoder, Family family)
    {
        for (byte length = 0; length <= 32; length += 4)
        {
            Assert.True(family == Family.IPv4 ? encoder.TryAddV4(0xC6336400, length) : encoder.TryAddV6(0x20010DB8_00010002, 0, (byte)(length * 2)));
        }
    }
}
