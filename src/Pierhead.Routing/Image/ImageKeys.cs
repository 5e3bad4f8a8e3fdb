using System.Buffers.Binary;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Image;

/// <summary>
/// What routes are known by, as octets: a rule as it is; else the route distinguisher (8) where the family has one, the prefix length
/// (1), and as many octets of the address as that takes.
/// </summary>
internal static class ImageKeys
{
    private const int AddressOctets = 16;

    public static void Write(SharedTables shared, Family family, uint id, ImageOutput output)
    {
        if (shared.Rules(family) is { } rules)
        {
            output.Octets(rules.ValueOf(id));
            return;
        }

        var prefix = shared.Prefixes(family) is { } prefixes ? prefixes[id] : shared.Vpn(family)!.PrefixOf(id);
        Span<byte> octets = stackalloc byte[8 + 1 + AddressOctets];
        var at = 0;
        if (shared.Vpn(family) is { } vpn)
        {
            BinaryPrimitives.WriteUInt64BigEndian(octets, vpn.DistinguisherOf(id).Value);
            at += 8;
        }

        octets[at++] = prefix.Length;
        BinaryPrimitives.WriteUInt64BigEndian(octets[at..], prefix.Address.High);
        BinaryPrimitives.WriteUInt64BigEndian(octets[(at + 8)..], prefix.Address.Low);
        output.Raw(octets[..(at + ((prefix.Length + 7) >> 3))]);
    }

    /// <summary>Reads a key and gives it an id of the node; 0 where it is no key, or there is no room.</summary>
    public static uint Read(SharedTables shared, Family family, ref ImageFields fields)
    {
        if (shared.Rules(family) is { } rules)
        {
            var value = fields.Octets();
            var head = family.HasDistinguisher() ? RouteDistinguisher.Length : 0;
            return value.Length > head && FlowspecRule.TryDecode(value[head..], family.IsIPv6(), out _) ? rules.Intern(value) : 0;
        }

        var vpn = shared.Vpn(family);
        ulong distinguisher = 0;
        if (vpn is not null)
        {
            var octets = fields.Raw(8);
            distinguisher = octets.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(octets);
        }

        var length = fields.Byte();
        if (length > (family.IsIPv6() ? 128 : 32))
        {
            return 0;
        }

        Span<byte> address = stackalloc byte[AddressOctets];
        address.Clear();
        fields.Raw((ulong)((length + 7) >> 3)).CopyTo(address);
        var (high, low) = (BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]));
        if (fields.IsBroken || !HasNoHostBits(high, low, length))
        {
            return 0;
        }

        return vpn is not null ? vpn.Intern(distinguisher, high, low, length) : shared.Prefixes(family)!.Intern(high, low, length);
    }

    private static bool HasNoHostBits(ulong high, ulong low, byte length)
    {
        var masked = IpPrefix.Mask(Ip.FromV6(high, low), length);
        return masked.High == high && masked.Low == low;
    }
}
