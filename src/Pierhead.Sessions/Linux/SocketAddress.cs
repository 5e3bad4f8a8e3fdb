using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Linux;

/// <summary>The kernel's <c>sockaddr_in</c> and <c>sockaddr_in6</c>.</summary>
internal static class SocketAddress
{
    internal const int InterNetwork = 2;
    internal const int InterNetworkV6 = 10;

    /// <summary>Octets of the longer of the two forms.</summary>
    internal const int MaxLength = 28;

    internal static int Write(IPEndPoint endpoint, Span<byte> destination)
    {
        var scope = endpoint.AddressFamily == AddressFamily.InterNetworkV6 ? (uint)endpoint.Address.ScopeId : 0;
        return Write(Ip.From(endpoint.Address), (ushort)endpoint.Port, destination, scope);
    }

    internal static int Write(Ip address, ushort port, Span<byte> destination, uint scope = 0)
    {
        var length = address.IsIPv6 ? 28 : 16;
        destination[..length].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)(address.IsIPv6 ? InterNetworkV6 : InterNetwork));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], port);
        address.WriteTo(destination[(address.IsIPv6 ? 8 : 4)..]);
        if (address.IsIPv6)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[24..], scope);
        }

        return length;
    }

    internal static (Ip Address, ushort Port) Read(ReadOnlySpan<byte> source)
    {
        var ipv6 = BinaryPrimitives.ReadUInt16LittleEndian(source) == InterNetworkV6;
        var address = Ip.FromBytes(ipv6 ? source.Slice(8, 16) : source.Slice(4, 4));
        return (address, BinaryPrimitives.ReadUInt16BigEndian(source[2..]));
    }
}
