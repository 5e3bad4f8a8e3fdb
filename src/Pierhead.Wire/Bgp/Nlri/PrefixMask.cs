namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>Masks of a prefix's bits over an address that is left-aligned in 128 bits.</summary>
internal static class PrefixMask
{
    public static ulong High(int length) => length >= 64 ? ulong.MaxValue : ~(ulong.MaxValue >> length);

    public static ulong Low(int length) => length <= 64 ? 0 : ulong.MaxValue << (128 - length);
}
