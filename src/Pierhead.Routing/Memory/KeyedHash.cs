using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pierhead.Routing.Memory;

/// <summary>
/// The hash of every table: multiply-and-fold rounds under 256 random bits drawn once a process. Whoever announces prefixes and
/// attributes chooses the keys, so nothing that can be computed outside of this process may tell which of them meet.
/// </summary>
internal static class KeyedHash
{
    private static readonly ulong K0 = Draw();
    private static readonly ulong K1 = Draw() | 1;
    private static readonly ulong K2 = Draw();
    private static readonly ulong K3 = Draw() | 1;

    /// <summary>Two rounds: the first alone is linear in its product, and leaves structure that differences can follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong value) => Fold(Fold(value ^ K0, K1) ^ K2, K3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong first, ulong second) => Fold(Fold(first ^ K0, K1) ^ K2, K3 ^ Fold(second ^ K2, K1));

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var state = K0 ^ (ulong)bytes.Length;
        while (bytes.Length >= 16)
        {
            state = Fold(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ K1, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ state);
            bytes = bytes[16..];
        }

        ulong low = 0;
        ulong high = 0;
        if (bytes.Length >= 8)
        {
            low = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            high = Tail(bytes[8..]);
        }
        else
        {
            low = Tail(bytes);
        }

        state = Fold(low ^ K1, high ^ state);
        return Fold(state ^ K2, K3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 4)
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) << 32);
        }

        return bytes.IsEmpty ? 0 : bytes[0] | ((ulong)bytes[bytes.Length >> 1] << 8) | ((ulong)bytes[^1] << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[8];
        Kernel.Random(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
