using System.Text;

namespace Pierhead.Fabric.Placement;

/// <summary>
/// A hash of names that every machine and every process computes alike. Not keyed: the names are the tree's, a router chooses none.
/// </summary>
internal static class NameHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const int OnStack = 512;

    /// <summary>FNV-1a over UTF-8, finished so that short names differ in every bit.</summary>
    /// <param name="seed">Another one makes another hash of the same name.</param>
    public static ulong Of(string name, byte seed)
    {
        var length = Encoding.UTF8.GetMaxByteCount(name.Length);
        Span<byte> octets = length <= OnStack ? stackalloc byte[OnStack] : new byte[length];
        var hash = (OffsetBasis ^ seed) * Prime;
        foreach (var octet in octets[..Encoding.UTF8.GetBytes(name, octets)])
        {
            hash = (hash ^ octet) * Prime;
        }

        return Mix(hash);
    }

    /// <summary>The finisher of MurmurHash3: a permutation of 64 bits in which each bit depends on all.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        value = (value ^ (value >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return value ^ (value >> 33);
    }
}
