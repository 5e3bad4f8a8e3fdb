using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Net;

namespace Pierhead.Fuzz;

/// <summary>Well-formed octets for seeds, from our own encoders.</summary>
internal static class Samples
{
    public static readonly byte[] Attributes = new PathAttributes
    {
        Origin = Origin.Igp,
        AsPath = new AsPath(
        [
            new AsPathSegment(SegmentType.ConfedSequence, [new Asn(65001)]),
            new AsPathSegment(SegmentType.Sequence, [new Asn(64500), new Asn(4_200_000_000)]),
            new AsPathSegment(SegmentType.Set, [new Asn(1), new Asn(2)]),
        ]),
        NextHop = Ip.FromV4(0xC000_0201),
        Med = 10,
        LocalPref = 100,
        AtomicAggregate = true,
        Aggregator = new Aggregator(new Asn(64500), Ip.FromV4(0xC000_0202)),
        Communities = [new Community(64500, 1), Community.NoLlgr],
        OriginatorId = Ip.FromV4(0xC000_0203),
        ClusterList = [Ip.FromV4(0xC000_0204)],
        ExtendedCommunities = [new ExtendedCommunity(0x0002_FBF4_0000_0001), new ExtendedCommunity(0x8006_0000_4643_5000)],
        LargeCommunities = [new LargeCommunity(64500, 7, 8)],
        Aigp = 1000,
        OnlyToCustomer = new Asn(64500),
        PmsiTunnel = PmsiTunnel.FromBytes([1, 6, 0, 6, 64, 192, 0, 2, 7]),
        IPv6ExtendedCommunities = [new IPv6ExtendedCommunity(2, Ip.FromV6(0x2001_0DB8_0000_0000, 1), 7)],
        Others = [new OtherAttribute(23, 0xC0, new byte[] { 0, 8, 0, 0 }), new OtherAttribute(99, 0xE0, new byte[300])],
    }.ToCanonicalBytes();

    /// <summary>NLRI of a family: two announcements.</summary>
    public static byte[] Nlri(Family family, bool addPath, bool isWithdrawal)
    {
        var octets = new byte[256];
        var length = 0;
        for (uint id = 0; id < 2; id++)
        {
            length += Write(octets.AsSpan(length), family, addPath, isWithdrawal, id);
        }

        return octets[..length];
    }

    /// <summary>The body of an UPDATE that announces in a family, and one that withdraws.</summary>
    public static IEnumerable<byte[]> Updates(Family family, bool addPath)
    {
        var buffer = new byte[MessageFramer.MaximumLength];
        byte[] nextHop = family == Family.IPv4 || family.Kind() == NlriKind.Rule
            ? []
            : [.. family.HasDistinguisher() ? new byte[8] : [], .. family.IsIPv6() ? [0x20, 1, 13, 0xB8, .. new byte[12]] : (byte[])[192, 0, 2, 1]];
        var announcement = UpdateEncoder.Announce(buffer, family, Attributes, nextHop, addPath);
        _ = announcement.TryAddOctets(Nlri(family, addPath, isWithdrawal: false));
        yield return buffer[MessageFramer.HeaderLength..announcement.Finish()];
        var withdrawal = UpdateEncoder.Withdraw(buffer, family, addPath);
        _ = withdrawal.TryAddOctets(Nlri(family, addPath, isWithdrawal: true));
        yield return buffer[MessageFramer.HeaderLength..withdrawal.Finish()];
        yield return buffer[MessageFramer.HeaderLength..UpdateEncoder.WriteEndOfRib(buffer, family)];
    }

    private static int Write(Span<byte> destination, Family family, bool addPath, bool isWithdrawal, uint id)
    {
        var prefix = family.IsIPv6()
            ? IpPrefix.Create(Ip.FromV6(0x2001_0DB8_0000_0000 + (ulong)id, 0), 64)
            : IpPrefix.Create(Ip.FromV4(0xCB00_7100 + (id << 8)), 24);
        switch (family.Kind())
        {
            case NlriKind.Prefix:
                var writer = new NlriWriter(destination, addPath);
                _ = prefix.IsIPv6
                    ? writer.TryWriteV6(prefix.Address.High, prefix.Address.Low, prefix.Length, id)
                    : writer.TryWriteV4(prefix.Address.V4, prefix.Length, id);
                return writer.Length;
            case NlriKind.Labeled:
                var form = new LabeledNlriForm(family.IsIPv6(), family.HasDistinguisher(), addPath, MultipleLabels: true, isWithdrawal);
                return LabeledNlriWriter.Write(destination, form, new RouteDistinguisher(0x0000_FBF4_0000_0001), prefix, [16 + id, 17], id);
            default:
                var text = $"destination {prefix} {(family.IsIPv6() ? "protocol =58" : "protocol =17")} destination-port =53|>=1024&<=2048 tcp-flags =syn fragment is-fragment";
                _ = FlowspecRule.TryParse(text, family.IsIPv6(), out var rule, out _);
                byte[] value = [.. family.HasDistinguisher() ? new byte[8] : [], .. rule!.Components.Span];
                return FlowspecNlriWriter.Write(destination, value, addPath ? id : null);
        }
    }
}
