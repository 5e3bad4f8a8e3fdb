using System.Buffers.Binary;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>A route of any family in words, and the UPDATE that announces it.</summary>
/// <param name="Key">A prefix, or the text of a rule.</param>
/// <param name="Rd">The route distinguisher of a VPN family.</param>
/// <param name="PathId">Null where the family goes without on the session.</param>
/// <param name="Labels">One or more in labelled families.</param>
internal sealed record HandMadeRoute(Family Family, string Key, string? Rd = null, uint? PathId = null, uint[]? Labels = null)
{
    public const string AsPath = "3356 4200000002";

    /// <summary>All that tells it from others, as <see cref="TextOf"/> words what the API shows.</summary>
    public string Text => Line(Family.Name(), Rd, Key, PathId, Labels, Hop?.ToString());

    private Ip? Hop => Family.Kind() == NlriKind.Rule ? null : Family.IsIPv6() ? Ip.FromV6(0x20010DB800000000, 1) : Ip.FromV4(0xC0000201);

    public static string TextOf(Web.Contract.Route route) =>
        Line(route.Family, route.Rd, route.Prefix ?? route.Rule, route.PathId, route.Labels, route.NextHop);

    /// <summary>Its NLRI, without path identifier.</summary>
    public byte[] Nlri() => Encode(addPath: false);

    /// <summary>The message that announces it.</summary>
    public byte[] Update()
    {
        var attributes = new PathAttributes
        {
            Origin = Origin.Igp,
            AsPath = new AsPath([new AsPathSegment(SegmentType.Sequence, [new Asn(3356), new Asn(4200000002)])]),
            NextHop = Family == Family.IPv4 ? Hop : null,
            Med = 5,
            LocalPref = 100,
            Communities = [new Community((64500u << 16) | 7)],
        }.ToCanonicalBytes();
        var message = new byte[MessageLength];
        var update = UpdateEncoder.Announce(message, Family, attributes, Family == Family.IPv4 ? [] : NextHopOctets());
        Assert.True(update.TryAddOctets(Encode(PathId is not null)));
        return message[..update.Finish()];
    }

    private const int MessageLength = 4096;

    private static string Line(string family, string? rd, string? key, uint? pathId, IReadOnlyList<uint>? labels, string? nextHop) =>
        $"{family} {rd ?? "-"} {key} @{pathId?.ToString() ?? "-"} [{string.Join(' ', labels ?? [])}] via {nextHop ?? "-"}";

    private byte[] NextHopOctets()
    {
        if (Hop is not { } hop)
        {
            return [];
        }

        var octets = new byte[16];
        var length = hop.WriteTo(octets);
        return Family.HasDistinguisher() ? [.. new byte[RouteDistinguisher.Length], .. octets[..length]] : octets[..length];
    }

    private byte[] Encode(bool addPath)
    {
        var octets = new byte[MessageLength];
        var id = PathId ?? 0;
        switch (Family.Kind())
        {
            case NlriKind.Prefix:
                var writer = new NlriWriter(octets, addPath);
                var prefix = Prefix();
                Assert.True(prefix.IsIPv6
                    ? writer.TryWriteV6(prefix.Address.High, prefix.Address.Low, prefix.Length, id)
                    : writer.TryWriteV4(prefix.Address.V4, prefix.Length, id));
                return octets[..writer.Length];
            case NlriKind.Labeled:
                var form = new LabeledNlriForm(Family.IsIPv6(), Family.HasDistinguisher(), addPath, MultipleLabels: true, IsWithdrawal: false);
                return octets[..LabeledNlriWriter.Write(octets, form, Distinguisher(), Prefix(), Labels, id)];
            default:
                Assert.True(FlowspecRule.TryParse(Key, Family.IsIPv6(), out var rule, out var problem), problem);
                var value = new byte[RouteDistinguisher.Length];
                BinaryPrimitives.WriteUInt64BigEndian(value, Distinguisher().Value);
                byte[] both = [.. Family.HasDistinguisher() ? value : [], .. rule.Components.Span];
                return octets[..FlowspecNlriWriter.Write(octets, both, addPath ? id : null)];
        }
    }

    private IpPrefix Prefix() => IpPrefix.TryParse(Key, out var prefix) ? prefix : throw new FormatException(Key);

    private RouteDistinguisher Distinguisher() =>
        Rd is null ? default : RouteDistinguisher.TryParse(Rd, out var distinguisher) ? distinguisher : throw new FormatException(Rd);
}
