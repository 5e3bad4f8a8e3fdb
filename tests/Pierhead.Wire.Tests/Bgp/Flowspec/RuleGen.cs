using CsCheck;

namespace Pierhead.Wire.Tests.Bgp.Flowspec;

/// <summary>Rules with any components and operators, without the bits that are ignored.</summary>
internal static class RuleGen
{
    public static Gen<byte[]> Of(bool ipv6) =>
        Enumerable.Range(1, ipv6 ? 13 : 12)
            .Select(type => Component(type, ipv6))
            .Aggregate(Gen.Const(Array.Empty<byte>()), (all, next) => Gen.Select(all, next, Gen.Bool, (before, octets, isThere) =>
                isThere ? [.. before, .. octets] : before))
            .Where(octets => octets.Length > 0);

    private static Gen<byte[]> Component(int type, bool ipv6) => type > 2
        ? Values(type is 9 or 12).Select(octets => (byte[])[(byte)type, .. octets])
        : (ipv6 ? Pattern : Prefix).Select(octets => (byte[])[(byte)type, .. octets]);

    private static readonly Gen<byte[]> Prefix = Gen.Select(Gen.Byte[0, 32], Gen.UInt).Select((length, address) =>
    {
        var masked = (uint)(address & (0xFFFF_FFFF_0000_0000UL >> length));
        byte[] octets = [length, (byte)(masked >> 24), (byte)(masked >> 16), (byte)(masked >> 8), (byte)masked];
        return octets[..(1 + ((length + 7) >> 3))];
    });

    private static readonly Gen<byte[]> Pattern = Gen.Select(Gen.Byte[1, 128], Gen.Byte[0, 127], Gen.Byte.Array[16]).Select((length, offset, bits) =>
    {
        offset = (byte)(offset % length);
        var count = length - offset;
        var pattern = bits[..((count + 7) >> 3)];
        if ((count & 7) != 0)
        {
            pattern[^1] &= (byte)(0xFF << (8 - (count & 7)));
        }

        return (byte[])[length, offset, .. pattern];
    });

    private static Gen<byte[]> Values(bool isBitmask) =>
        Gen.Select(Gen.Byte[0, (byte)(isBitmask ? 3 : 7)], Gen.Bool, Gen.Int[0, 3], Gen.ULong).List[1, 4].Select(values =>
        {
            var octets = new List<byte>();
            for (var index = 0; index < values.Count; index++)
            {
                var (comparison, isAnd, size, number) = values[index];
                var and = isAnd && index > 0 ? 0x40 : 0;
                var end = index == values.Count - 1 ? 0x80 : 0;
                octets.Add((byte)(comparison | and | end | (size << 4)));
                for (var octet = (1 << size) - 1; octet >= 0; octet--)
                {
                    octets.Add((byte)(number >> (octet * 8)));
                }
            }

            return octets.ToArray();
        });
}
