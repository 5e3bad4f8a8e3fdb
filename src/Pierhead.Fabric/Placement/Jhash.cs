using System.Buffers.Binary;
using System.Numerics;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Placement;

/// <summary>
/// What nftables computes for <c>jhash ip saddr mod N seed S offset O</c>, and the same for <c>ip6 saddr</c>: Bob Jenkins' lookup3 over the
/// octets of the address as they stand in the packet, in the form that Linux gives it (its jhash and nft_hash).
/// </summary>
/// <remarks>The kernel reads words in the order of its processor: this is what kernels on little-endian ones compute.</remarks>
public static class Jhash
{
    private const uint Start = 0xDEAD_BEEF;
    private const int Word = sizeof(uint);

    /// <summary>The hash of an address: of 4 octets, or of 16.</summary>
    public static uint Of(Ip source, uint seed)
    {
        Span<byte> octets = stackalloc byte[16];
        octets = octets[..source.WriteTo(octets)];
        uint a, b, c;
        a = b = c = Start + (uint)octets.Length + seed;
        if (octets.Length > Word)
        {
            a += BinaryPrimitives.ReadUInt32LittleEndian(octets);
            b += BinaryPrimitives.ReadUInt32LittleEndian(octets[Word..]);
            c += BinaryPrimitives.ReadUInt32LittleEndian(octets[(2 * Word)..]);
            Mix(ref a, ref b, ref c);
        }

        a += BinaryPrimitives.ReadUInt32LittleEndian(octets[^Word..]);
        return Finish(a, b, c);
    }

    /// <summary>The bucket of an address, <paramref name="offset"/> to <paramref name="offset"/> + <paramref name="modulus"/> - 1.</summary>
    /// <remarks>
    /// The word <c>mod</c> is misleading: the hash is scaled to the range by a multiplication. So from N buckets to N + 1 half of all
    /// addresses move, whatever N is.
    /// </remarks>
    public static uint Bucket(Ip source, uint modulus, uint seed, uint offset = 0) => (uint)(((ulong)Of(source, seed) * modulus) >> 32) + offset;

    private static void Mix(ref uint a, ref uint b, ref uint c)
    {
        a = (a - c) ^ BitOperations.RotateLeft(c, 4);
        c += b;
        b = (b - a) ^ BitOperations.RotateLeft(a, 6);
        a += c;
        c = (c - b) ^ BitOperations.RotateLeft(b, 8);
        b += a;
        a = (a - c) ^ BitOperations.RotateLeft(c, 16);
        c += b;
        b = (b - a) ^ BitOperations.RotateLeft(a, 19);
        a += c;
        c = (c - b) ^ BitOperations.RotateLeft(b, 4);
        b += a;
    }

    private static uint Finish(uint a, uint b, uint c)
    {
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }
}
