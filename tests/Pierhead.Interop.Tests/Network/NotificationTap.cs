using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Pierhead.Interop.Tests.Network;

/// <summary>
/// Watches the packets that reach a router, for the NOTIFICATION messages among them: some daemons drop one that comes before the session is
/// established without telling its code.
/// </summary>
internal sealed class NotificationTap : IDisposable
{
    private const int BgpPort = 179;
    private const int HeaderLength = 19;
    private const byte NotificationType = 3;

    // linux/if_packet.h and if_ether.h: every protocol, in network byte order.
    private const ProtocolType EveryProtocol = (ProtocolType)0x0300;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<(int Code, int Subcode, string Text)> _seen = [];
    private readonly Socket _socket;
    private readonly Thread _reader;
    private volatile bool _over;

    public NotificationTap(NetworkNamespace space)
    {
        _socket = NamespaceSocket.Create(space, () => new Socket(AddressFamily.Packet, SocketType.Raw, EveryProtocol));
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    public bool Saw(int code, int subcode, string? text)
    {
        lock (_seen)
        {
            return _seen.Any(one => one.Code == code && one.Subcode == subcode && (text is null || one.Text.Contains(text, StringComparison.Ordinal)));
        }
    }

    public void Dispose()
    {
        _over = true;
        _reader.Join();
        _socket.Dispose();
    }

    private void Read()
    {
        var frame = new byte[1 << 16];
        while (!_over)
        {
            // Disposing a packet socket does not wake up who waits for it.
            if (_socket.Poll(PollInterval, SelectMode.SelectRead))
            {
                Look(frame.AsSpan(0, _socket.Receive(frame)));
            }
        }
    }

    // Ethernet, then IPv4 or IPv6 without extension headers, then TCP.
    private void Look(ReadOnlySpan<byte> frame)
    {
        const int Ethernet = 14;
        const byte Tcp = 6;
        if (frame.Length < Ethernet + 20)
        {
            return;
        }

        var packet = frame[Ethernet..];
        var (header, length, protocol) = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) switch
        {
            0x0800 => ((packet[0] & 0x0F) * 4, (int)BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), packet[9]),
            0x86DD => (40, 40 + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]), packet[6]),
            _ => (0, 0, (byte)0),
        };
        if (protocol != Tcp || length > packet.Length || length < header + 20)
        {
            return;
        }

        var segment = packet[header..length];
        if (BinaryPrimitives.ReadUInt16BigEndian(segment) == BgpPort && (segment[12] >> 4) * 4 is var offset && offset <= segment.Length)
        {
            LookAtMessages(segment[offset..]);
        }
    }

    // Good for the short messages of a session's begin and end, which are not split over segments.
    private void LookAtMessages(ReadOnlySpan<byte> octets)
    {
        while (octets.Length >= HeaderLength && !octets[..16].ContainsAnyExcept((byte)0xFF))
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(octets[16..]);
            if (length < HeaderLength || length > octets.Length)
            {
                return;
            }

            if (octets[18] == NotificationType && length >= HeaderLength + 2)
            {
                lock (_seen)
                {
                    _seen.Add((octets[19], octets[20], Encoding.UTF8.GetString(octets[21..length])));
                }
            }

            octets = octets[length..];
        }
    }
}
