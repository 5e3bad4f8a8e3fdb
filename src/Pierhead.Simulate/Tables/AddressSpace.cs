using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// Free blocks of a family's global unicast space, from which prefixes that nothing covers are cut. Asked for shortest lengths
/// first: then every free block is large enough for all that follows, and nothing is lost to fragments.
/// </summary>
internal sealed class AddressSpace
{
    /// <summary>Special-purpose blocks (RFC 6890) that no table should hold.</summary>
    private static readonly string[] ReservedIPv4 =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    ];

    /// <summary>What the regional registries hand out.</summary>
    private static readonly string[] GlobalIPv6 =
    [
        "2400::/12", "2600::/12", "2610::/23", "2620::/23", "2800::/12", "2a00::/12", "2a10::/12", "2c00::/12", "2001:200::/23",
        "2001:400::/23", "2001:600::/23", "2001:800::/22", "2001:1800::/23", "2001:4000::/23", "2001:5000::/20",
    ];

    private readonly List<(ulong Bits, byte Length)> _free = [];

    private AddressSpace()
    {
    }

    public static AddressSpace IPv4()
    {
        var space = new AddressSpace();
        var reserved = ReservedIPv4.Select(Parse).ToArray();
        for (var octet = 1UL; octet < 224; octet++)
        {
            space.AddExcept(octet << 56, 8, reserved);
        }

        return space;
    }

    public static AddressSpace IPv6()
    {
        var space = new AddressSpace();
        foreach (var text in GlobalIPv6)
        {
            var block = Parse(text);
            space._free.Add((block.Address.High, block.Length));
        }

        return space;
    }

    /// <summary>Cuts a random free block of the length; false when the space is used up.</summary>
    public bool TryTake(byte length, ref SeededRandom random, out ulong bits)
    {
        for (var attempt = 0; _free.Count > 0 && attempt < 64; attempt++)
        {
            var index = random.Below(_free.Count);
            var block = _free[index];
            if (block.Length > length)
            {
                continue;
            }

            _free[index] = _free[^1];
            _free.RemoveAt(_free.Count - 1);
            bits = block.Bits;
            for (var at = block.Length; at < length; at++)
            {
                var half = 1UL << (63 - at);
                var upper = (random.Next() & 1) != 0;
                _free.Add((upper ? bits : bits | half, (byte)(at + 1)));
                bits |= upper ? half : 0;
            }

            return true;
        }

        bits = 0;
        return false;
    }

    private void AddExcept(ulong bits, byte length, IpPrefix[] reserved)
    {
        var block = IpPrefix.Create(Ip.FromV4((uint)(bits >> 32)), length);
        if (reserved.Any(r => r.Covers(block)))
        {
            return;
        }

        if (!reserved.Any(r => block.Covers(r)))
        {
            _free.Add((bits, length));
            return;
        }

        AddExcept(bits, (byte)(length + 1), reserved);
        AddExcept(bits | (1UL << (63 - length)), (byte)(length + 1), reserved);
    }

    private static IpPrefix Parse(string text) =>
        IpPrefix.TryParse(text, out var prefix) ? prefix : throw new ArgumentException($"'{text}' is not a prefix.", nameof(text));
}
