using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Tests;

/// <summary>UPDATE messages of any family, all by MP_REACH_NLRI and MP_UNREACH_NLRI.</summary>
internal sealed class FamilyUpdates(Family family, bool addPath)
{
    public UpdateBytes Bytes { get; } = new();

    public static DecodeContext Context(Family family, bool addPath) =>
        new(FamilySet.Of(family), addPath ? FamilySet.Of(family) : FamilySet.Empty, FourOctetAsn: true, Internal: true)
        {
            MultipleLabels = FamilySet.Of(family),
        };

    public void Announce(IEnumerable<(NaiveKey Key, uint? PathId, uint[]? Labels)> routes, TestAttributes attributes, Ip nextHop)
    {
        var row = family.Row();
        var hop = TestAttributes.Octets(nextHop);
        byte[] field = row.Kind == NlriKind.Rule ? [] : row.HasDistinguisher ? [.. new byte[8], .. hop] : hop;
        byte[] nlri = [.. routes.SelectMany(route => Encode(route.Key, route.PathId, route.Labels, isWithdrawal: false))];
        byte[] value = [0, (byte)row.Afi, row.Safi, (byte)field.Length, .. field, 0, .. nlri];
        Message(attributes.Encode(null), AttributeType.MpReachNlri, value);
    }

    public void Withdraw(IEnumerable<(NaiveKey Key, uint? PathId)> routes)
    {
        var row = family.Row();
        byte[] value = [0, (byte)row.Afi, row.Safi, .. routes.SelectMany(route => Encode(route.Key, route.PathId, [], isWithdrawal: true))];
        Message([], AttributeType.MpUnreachNlri, value);
    }

    public void EndOfRib() => Message([], AttributeType.MpUnreachNlri, [0, (byte)family.Row().Afi, family.Row().Safi]);

    private void Message(byte[] attributes, byte type, byte[] value)
    {
        var octets = new byte[value.Length + 4];
        var length = RawAttribute.Write(octets, type, 0x80, value);
        _ = Bytes.Message([], [.. octets[..length], .. attributes], []);
    }

    private byte[] Encode(NaiveKey key, uint? pathId, uint[]? labels, bool isWithdrawal)
    {
        var octets = new byte[4200];
        switch (family.Kind())
        {
            case NlriKind.Prefix:
                var writer = new NlriWriter(octets, addPath);
                var prefix = key.Prefix!.Value;
                _ = prefix.IsIPv6
                    ? writer.TryWriteV6(prefix.Address.High, prefix.Address.Low, prefix.Length, pathId ?? 0)
                    : writer.TryWriteV4(prefix.Address.V4, prefix.Length, pathId ?? 0);
                return octets[..writer.Length];
            case NlriKind.Labeled:
                var context = Context(family, addPath);
                return octets[..LabeledNlriWriter.Write(
                    octets, LabeledNlriForm.Of(family, in context, isWithdrawal), new RouteDistinguisher(key.Distinguisher), key.Prefix!.Value, labels, pathId ?? 0)];
            default:
                var rule = Convert.FromHexString(key.Rule!);
                byte[] distinguisher = family.HasDistinguisher() ? Convert.FromHexString(key.Distinguisher.ToString("X16", null)) : [];
                return octets[..FlowspecNlriWriter.Write(octets, [.. distinguisher, .. rule], pathId)];
        }
    }
}
