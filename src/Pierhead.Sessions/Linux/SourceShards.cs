using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Linux;

/// <summary>
/// Which of the listening sockets of an endpoint takes the connections of a source address: a number that the kernel computes with a
/// classic BPF program (SO_ATTACH_REUSEPORT_CBPF, socket(7)), and we with <see cref="Of"/>.
/// </summary>
internal static class SourceShards
{
    // The golden ratio: consecutive addresses, which is what routers have, fall evenly.
    private const uint Multiplier = 0x9E37_79B1;

    // What linux/filter.h calls them.
    private const ushort LoadWordAbsolute = 0x20;
    private const ushort CopyToX = 0x07;
    private const ushort XorX = 0xAC;
    private const ushort MultiplyBy = 0x24;
    private const ushort ShiftRightBy = 0x74;
    private const ushort ReturnAccumulator = 0x16;
    private const uint NetworkHeader = 0xFFF0_0000;

    private const int IPv4Source = 12;
    private const int IPv6Source = 8;
    private const int InstructionSize = 8;
    private const int MostInstructions = 16;

    /// <summary>The shard of a source, of a power of two of them, at least two.</summary>
    internal static int Of(Ip source, int shards)
    {
        var folded = source.IsIPv6
            ? (uint)(source.High >> 32) ^ (uint)source.High ^ (uint)(source.Low >> 32) ^ (uint)source.Low
            : source.V4;
        return (int)(unchecked(folded * Multiplier) >> Shift(shards));
    }

    /// <summary>Has the kernel choose so among the sockets that will listen on the endpoint, in the order in which they begin to.</summary>
    internal static unsafe void Attach(int fd, bool isIPv6, int shards)
    {
        Span<byte> program = stackalloc byte[MostInstructions * InstructionSize];
        var count = 0;
        for (var word = 0; word < (isIPv6 ? 4 : 1); word++)
        {
            if (word > 0)
            {
                Add(program, ref count, CopyToX, 0);
            }

            Add(program, ref count, LoadWordAbsolute, NetworkHeader + (uint)((isIPv6 ? IPv6Source : IPv4Source) + (word * 4)));
            if (word > 0)
            {
                Add(program, ref count, XorX, 0);
            }
        }

        Add(program, ref count, MultiplyBy, Multiplier);
        Add(program, ref count, ShiftRightBy, (uint)Shift(shards));
        Add(program, ref count, ReturnAccumulator, 0);
        fixed (byte* instructions = program)
        {
            // struct sock_fprog: a count, and after what aligns it a pointer.
            Span<nint> option = [count, (nint)instructions];
            if (SocketOption.TrySet(fd, SocketOption.LevelSocket, SocketOption.AttachReusePortProgram, MemoryMarshal.AsBytes(option)) != 0)
            {
                throw Errno.Exception("setsockopt(SO_ATTACH_REUSEPORT_CBPF)");
            }
        }
    }

    private static int Shift(int shards) => 32 - int.Log2(shards);

    private static void Add(Span<byte> program, ref int count, ushort code, uint operand)
    {
        var at = program[(count++ * InstructionSize)..];
        BinaryPrimitives.WriteUInt16LittleEndian(at, code);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], operand);
    }
}
