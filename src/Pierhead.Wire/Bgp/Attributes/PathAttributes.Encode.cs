using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>To canonical octets.</summary>
public sealed partial class PathAttributes
{
    /// <summary>
    /// The canonical form: attributes sorted by type code; of those of the table the flags of their definition, with the Partial
    /// bit where it came and may; the Extended Length bit exactly on values longer than 255 octets; AS numbers of four octets.
    /// </summary>
    public byte[] ToCanonicalBytes()
    {
        var items = new List<(byte Type, byte Flags, ReadOnlyMemory<byte> Value)>();
        AddScalars(items);
        AddLists(items);
        AddRarer(items);
        foreach (var other in Others)
        {
            items.Add((other.Type, other.Flags, other.Value));
        }

        // Stable, as types are unique but for what a caller puts among the others.
        items = [.. items.OrderBy(item => item.Type)];
        var octets = new byte[items.Sum(item => item.Value.Length + 4)];
        var length = 0;
        foreach (var (type, flags, value) in items)
        {
            length += RawAttribute.Write(octets.AsSpan(length), type, flags, value.Span);
        }

        return octets[..length];
    }

    private void AddScalars(List<(byte Type, byte Flags, ReadOnlyMemory<byte> Value)> items)
    {
        if (Origin is { } origin)
        {
            items.Add(Own(AttributeType.Origin, [(byte)origin]));
        }

        if (AsPath is { } path)
        {
            items.Add(Own(AttributeType.AsPath, path.ToBytes()));
        }

        if (NextHop is { } nextHop)
        {
            items.Add(Own(AttributeType.NextHop, Octets(nextHop.V4)));
        }

        if (Med is { } med)
        {
            items.Add(Own(AttributeType.MultiExitDisc, Octets(med)));
        }

        if (LocalPref is { } localPref)
        {
            items.Add(Own(AttributeType.LocalPref, Octets(localPref)));
        }

        if (AtomicAggregate)
        {
            items.Add(Own(AttributeType.AtomicAggregate, []));
        }

        if (Aggregator is { } aggregator)
        {
            items.Add(Own(AttributeType.Aggregator, [.. Octets(aggregator.Asn.Value), .. Octets(aggregator.Address.V4)]));
        }

        if (OriginatorId is { } originator)
        {
            items.Add(Own(AttributeType.OriginatorId, Octets(originator.V4)));
        }
    }

    private void AddLists(List<(byte Type, byte Flags, ReadOnlyMemory<byte> Value)> items)
    {
        if (Communities.Count != 0)
        {
            items.Add(Own(AttributeType.Communities, [.. Communities.SelectMany(each => Octets(each.Value))]));
        }

        if (ClusterList.Count != 0)
        {
            items.Add(Own(AttributeType.ClusterList, [.. ClusterList.SelectMany(each => Octets(each.V4))]));
        }

        if (ExtendedCommunities.Count != 0)
        {
            items.Add(Own(
                AttributeType.ExtendedCommunities,
                [.. ExtendedCommunities.SelectMany(each => (byte[])[.. Octets((uint)(each.Value >> 32)), .. Octets((uint)each.Value)])]));
        }

        if (LargeCommunities.Count != 0)
        {
            items.Add(Own(
                AttributeType.LargeCommunities,
                [.. LargeCommunities.SelectMany(each => (byte[])
                    [.. Octets(each.GlobalAdministrator), .. Octets(each.LocalData1), .. Octets(each.LocalData2)])]));
        }
    }

    private void AddRarer(List<(byte Type, byte Flags, ReadOnlyMemory<byte> Value)> items)
    {
        if (PmsiTunnel is { } tunnel)
        {
            items.Add(Own(AttributeType.PmsiTunnel, tunnel.ToBytes()));
        }

        if (IPv6ExtendedCommunities.Count != 0)
        {
            items.Add(Own(AttributeType.IPv6ExtendedCommunities, [.. IPv6ExtendedCommunities.SelectMany(each => each.ToBytes())]));
        }

        if (Aigp is { } metric)
        {
            items.Add(Own(AttributeType.Aigp, [1, 0, AigpLength, .. Octets((uint)(metric >> 32)), .. Octets((uint)metric)]));
        }

        if (OnlyToCustomer is { } customer)
        {
            items.Add(Own(AttributeType.OnlyToCustomer, Octets(customer.Value)));
        }
    }

    private (byte Type, byte Flags, ReadOnlyMemory<byte> Value) Own(byte type, byte[] value)
    {
        var partial = (Partial & (1UL << type)) != 0 ? AttributeFlags.Partial : (byte)0;
        return (type, new RawAttribute(type, (byte)(AttributeTable.Row(type).Flags | partial), value).CanonicalFlags, value);
    }

    private static byte[] Octets(uint number)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        return octets;
    }
}
