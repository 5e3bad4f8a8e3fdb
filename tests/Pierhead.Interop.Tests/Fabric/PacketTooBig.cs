using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>What a router with a narrow link sends to the floating address about a session's packet: ICMP "fragmentation needed" (RFC 792, 1191), "packet too big" (RFC 4443).</summary>
internal static class PacketTooBig
{
    private const int LevelTcp = 6;
    private const int TcpRepair = 19;
    private const int TcpRepairQueue = 20;
    private const int TcpQueueSequence = 21;
    private const int ReceiveQueue = 1;
    private const int RepairOffWithoutProbe = -1;

    /// <param name="space">The namespace of the router that sends it.</param>
    /// <param name="session">The router's end of the session: it knows which octet comes next, without which nobody would believe the message.</param>
    public static void Send(string space, Socket session, ushort mtu)
    {
        var sequence = NextSequence(session);
        var (floating, router) = ((IPEndPoint)session.RemoteEndPoint!, (IPEndPoint)session.LocalEndPoint!);
        var isIPv6 = floating.AddressFamily == AddressFamily.InterNetworkV6;
        var message = isIPv6 ? MessageV6(floating, router, sequence, mtu) : MessageV4(floating, router, sequence, mtu);
        using var raw = NamespaceSocket.Create(space, () => new Socket(floating.AddressFamily, SocketType.Raw, isIPv6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp));
        raw.SendTo(message, new IPEndPoint(floating.Address, 0));
    }

    private static uint NextSequence(Socket session)
    {
        session.SetRawSocketOption(LevelTcp, TcpRepair, BitConverter.GetBytes(1));
        session.SetRawSocketOption(LevelTcp, TcpRepairQueue, BitConverter.GetBytes(ReceiveQueue));
        var sequence = new byte[4];
        session.GetRawSocketOption(LevelTcp, TcpQueueSequence, sequence);
        session.SetRawSocketOption(LevelTcp, TcpRepair, BitConverter.GetBytes(RepairOffWithoutProbe));
        return BitConverter.ToUInt32(sequence);
    }

    private static byte[] MessageV4(IPEndPoint floating, IPEndPoint router, uint sequence, ushort mtu)
    {
        byte[] quoted = [0x45, 0, 0x05, 0xDC, 0, 1, 0x40, 0, 64, 6, 0, 0, .. floating.Address.GetAddressBytes(), .. router.Address.GetAddressBytes(), .. Tcp(floating, router, sequence)];
        byte[] message = [3, 4, 0, 0, 0, 0, (byte)(mtu >> 8), (byte)mtu, .. quoted];
        uint sum = 0;
        for (var at = 0; at < message.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));
        }

        sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)~(sum + (sum >> 16)));
        return message;
    }

    // The kernel fills in the checksum.
    private static byte[] MessageV6(IPEndPoint floating, IPEndPoint router, uint sequence, ushort mtu) =>
        [2, 0, 0, 0, 0, 0, (byte)(mtu >> 8), (byte)mtu, 0x60, 0, 0, 0, 0x05, 0xB4, 6, 64, .. floating.Address.GetAddressBytes(), .. router.Address.GetAddressBytes(), .. Tcp(floating, router, sequence)];

    private static byte[] Tcp(IPEndPoint floating, IPEndPoint router, uint sequence)
    {
        var tcp = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)floating.Port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(2), (ushort)router.Port);
        BinaryPrimitives.WriteUInt32BigEndian(tcp.AsSpan(4), sequence);
        tcp[12] = 0x50;
        return tcp;
    }
}
