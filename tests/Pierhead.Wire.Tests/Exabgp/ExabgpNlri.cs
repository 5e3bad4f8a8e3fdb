using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>One NLRI as Pierhead reads it, in the shape of ExaBGP's JSON, and written again from its values.</summary>
internal sealed record ExabgpNlri(
    Family Family, uint? PathId, RouteDistinguisher Distinguisher, IpPrefix Prefix, IReadOnlyList<uint> LabelFields, FlowspecRule? Rule)
{
    public static string NameOf(Family family) =>
        (family.IsIPv6() ? "ipv6 " : "ipv4 ") + family.Row().Safi switch
        {
            1 => "unicast",
            4 => "nlri-mpls",
            128 => "mpls-vpn",
            133 => "flow",
            _ => "flow-vpn",
        };

    /// <summary>Reads an NLRI field to its end.</summary>
    public static IReadOnlyList<ExabgpNlri> Read(ReadOnlySpan<byte> nlri, Family family, in DecodeContext context, bool isWithdrawal)
    {
        var addPath = context.AddPath.Contains(family);
        return family.Kind() switch
        {
            NlriKind.Prefix => ReadPrefixes(new NlriReader(nlri, family.IsIPv6(), addPath), family),
            NlriKind.Labeled => ReadLabeled(new LabeledNlriReader(nlri, LabeledNlriForm.Of(family, in context, isWithdrawal)), family, addPath),
            _ => ReadRules(new FlowspecNlriReader(nlri, addPath), family, addPath),
        };
    }

    public JsonNode ToJson()
    {
        var json = new JsonObject();
        if (Rule is { } rule)
        {
            ExabgpRule.AddTo(json, rule);
        }
        else
        {
            json["nlri"] = Prefix.ToString();
        }

        if (PathId is { } id)
        {
            json["path-information"] = Ip.FromV4(id).ToString();
        }

        if (Family.HasDistinguisher())
        {
            json["rd"] = Distinguisher.ToString();
        }

        if (LabelFields.Count != 0)
        {
            json["label"] = new JsonArray([.. LabelFields.Select(field => new JsonArray(field >> 4, field))]);
        }

        return json;
    }

    /// <summary>The octets that the values take: labels from their 20 bits, a rule from its text.</summary>
    public byte[] Encode(bool isWithdrawal) => Family.Kind() switch
    {
        NlriKind.Prefix => EncodePrefix(),
        NlriKind.Labeled => EncodeLabeled(isWithdrawal),
        _ => EncodeRule(),
    };

    private byte[] EncodePrefix()
    {
        var octets = new byte[32];
        var writer = new NlriWriter(octets, PathId is not null);
        Assert.True(Prefix.IsIPv6
            ? writer.TryWriteV6(Prefix.Address.High, Prefix.Address.Low, Prefix.Length, PathId ?? 0)
            : writer.TryWriteV4(Prefix.Address.V4, Prefix.Length, PathId ?? 0));
        return octets[..writer.Length];
    }

    private byte[] EncodeLabeled(bool isWithdrawal)
    {
        var octets = new byte[LabeledNlriWriter.Bound(LabelFields.Count)];
        var form = new LabeledNlriForm(Family.IsIPv6(), Family.HasDistinguisher(), PathId is not null, MultipleLabels: false, isWithdrawal);
        uint[] labels = [.. LabelFields.Select(field => field >> 4)];
        return octets[..LabeledNlriWriter.Write(octets, form, Distinguisher, Prefix, labels, PathId ?? 0)];
    }

    private byte[] EncodeRule()
    {
        Assert.True(FlowspecRule.TryParse(Rule!.ToString(), Rule.IsIPv6, out var parsed, out var problem), problem);
        Span<byte> distinguisher = stackalloc byte[RouteDistinguisher.Length];
        BinaryPrimitives.WriteUInt64BigEndian(distinguisher, Distinguisher.Value);
        byte[] value = [.. Family.HasDistinguisher() ? distinguisher : [], .. parsed!.Components.Span];
        var octets = new byte[FlowspecNlriWriter.Bound(value.Length)];
        return octets[..FlowspecNlriWriter.Write(octets, value, PathId)];
    }

    private static List<ExabgpNlri> ReadPrefixes(NlriReader reader, Family family)
    {
        var items = new List<ExabgpNlri>();
        while (TryRead(ref reader, out var prefix, out var pathId))
        {
            items.Add(new ExabgpNlri(family, reader.AddPath ? pathId : null, default, prefix, [], null));
        }

        Assert.True(reader.AtEnd);
        return items;
    }

    private static bool TryRead(ref NlriReader reader, out IpPrefix prefix, out uint pathId)
    {
        byte length;
        if (reader.IsIPv6)
        {
            var isRead = reader.TryReadV6(out var high, out var low, out length, out pathId);
            prefix = IpPrefix.Create(Ip.FromV6(high, low), length);
            return isRead;
        }

        var isV4Read = reader.TryReadV4(out var address, out length, out pathId);
        prefix = IpPrefix.Create(Ip.FromV4(address), length);
        return isV4Read;
    }

    private static List<ExabgpNlri> ReadLabeled(LabeledNlriReader reader, Family family, bool addPath)
    {
        var items = new List<ExabgpNlri>();
        while (reader.TryRead(out var item))
        {
            var fields = new List<uint>();
            for (var labels = item.Labels; !labels.IsEmpty; labels = labels[3..])
            {
                fields.Add(((uint)labels[0] << 16) | ((uint)labels[1] << 8) | labels[2]);
            }

            var address = family.IsIPv6() ? Ip.FromV6(item.High, item.Low) : Ip.FromV4((uint)(item.High >> 32));
            var prefix = IpPrefix.Create(address, item.Length);
            items.Add(new ExabgpNlri(family, addPath ? item.PathId : null, new RouteDistinguisher(item.Distinguisher), prefix, fields, null));
        }

        Assert.True(reader.AtEnd);
        return items;
    }

    private static List<ExabgpNlri> ReadRules(FlowspecNlriReader reader, Family family, bool addPath)
    {
        var items = new List<ExabgpNlri>();
        while (reader.TryRead(out var item))
        {
            var head = family.HasDistinguisher() ? RouteDistinguisher.Length : 0;
            Assert.True(FlowspecRule.TryDecode(item.Value[head..], family.IsIPv6(), out var rule));
            var distinguisher = head == 0 ? default : RouteDistinguisher.FromBytes(item.Value);
            items.Add(new ExabgpNlri(family, addPath ? item.PathId : null, distinguisher, default, [], rule));
        }

        Assert.True(reader.AtEnd);
        return items;
    }
}
