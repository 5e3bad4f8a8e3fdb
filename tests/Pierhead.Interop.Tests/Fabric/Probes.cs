using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>A router that is watched closely.</summary>
/// <param name="Key">TCP MD5 key (RFC 2385); null for none.</param>
/// <param name="Ttl">What it sends with: 255 for GTSM (RFC 5082).</param>
internal sealed record Probe(IPAddress Source, string? Key = null, int Ttl = 64);

/// <summary>
/// BGP sessions to the floating addresses that send a KEEPALIVE every 20 ms. So the kernel knows how long each was without an answer while it waited
/// for one: the stall of the path.
/// </summary>
internal sealed class Probes : IDisposable
{
    private const int LevelTcp = 6;
    private const int TcpInfo = 11;
    private const int TcpMd5Sig = 14;
    private const int Unacknowledged = 24;
    private const int LastAckReceived = 56;
    private const ushort Asn = 64500;
    private const ushort HoldTime = 30;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly long Every = Stopwatch.Frequency / 50;
    private static readonly byte[] Keepalive = [.. Enumerable.Repeat((byte)0xFF, 16), 0, 19, 4];

    private readonly List<Session> _sessions = [];
    private readonly Thread _thread;
    private volatile bool _ends;

    private Probes() => _thread = new Thread(Run) { IsBackground = true, Name = "probes" };

    public int Count => _sessions.Count;

    /// <summary>Those that ended.</summary>
    public IReadOnlyList<IPAddress> Lost => [.. _sessions.Where(session => session.IsLost).Select(session => session.Probe.Source)];

    /// <summary>Connects all of them from inside a namespace; one that is not taken is <see cref="Lost"/>.</summary>
    public static async Task<Probes> Open(string space, IEnumerable<Probe> probes)
    {
        var made = new Probes();
        foreach (var probe in probes)
        {
            made._sessions.Add(new Session(probe, NamespaceSocket.Create(space, () => Make(probe))));
        }

        await Task.WhenAll(made._sessions.Select(session => session.Connect()));
        made._thread.Start();
        return made;
    }

    /// <summary>Waits until each has heard an OPEN and a KEEPALIVE.</summary>
    public Task Up() => Eventually.Holds($"{Count} probes are up", () => _sessions.TrueForAll(session => session.IsUp));

    /// <summary>Forgets the stalls of before.</summary>
    public void Reset() => _sessions.ForEach(session => session.Stall = TimeSpan.Zero);

    /// <summary>The longest time for which one of them waited for an answer, since <see cref="Reset"/>.</summary>
    public TimeSpan Stall() => _sessions.Max(session => session.Stall);

    /// <summary>Has a router tell the floating address that a packet to a probe was too big.</summary>
    public void TellTooBig(string space, IPAddress source, ushort mtu) =>
        _sessions.Single(session => session.Probe.Source.Equals(source)).Undisturbed(socket => PacketTooBig.Send(space, socket, mtu));

    public void Dispose()
    {
        _ends = true;
        _thread.Join();
        _sessions.ForEach(session => session.Socket.Dispose());
    }

    private static Socket Make(Probe probe)
    {
        var isIPv6 = probe.Source.AddressFamily == AddressFamily.InterNetworkV6;
        var socket = new Socket(probe.Source.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(probe.Source, 0));
        if (isIPv6)
        {
            // IPV6_UNICAST_HOPS.
            socket.SetRawSocketOption(41, 16, BitConverter.GetBytes(probe.Ttl));
        }
        else
        {
            socket.Ttl = (short)probe.Ttl;
        }

        if (probe.Key is { } key)
        {
            socket.SetRawSocketOption(LevelTcp, TcpMd5Sig, KeyOption(ServerFor(probe), key));
        }

        return socket;
    }

    private static IPEndPoint ServerFor(Probe probe) =>
        new(IPAddress.Parse(probe.Source.AddressFamily == AddressFamily.InterNetworkV6 ? FabricSite.Floating6 : FabricSite.Floating4), 179);

    /// <summary><c>struct tcp_md5sig</c>: the peer's sockaddr_storage, the key's length at 130, the key at 136.</summary>
    private static byte[] KeyOption(IPEndPoint server, string key)
    {
        var option = new byte[216];
        server.Serialize().Buffer.Span.CopyTo(option);
        BinaryPrimitives.WriteUInt16LittleEndian(option.AsSpan(130), (ushort)key.Length);
        Encoding.ASCII.GetBytes(key, option.AsSpan(136));
        return option;
    }

    /// <summary>OPEN of RFC 4271 section 4.2, with IPv4 unicast and the 4-octet AS.</summary>
    private static byte[] Open(IPAddress source)
    {
        byte[] capabilities = [1, 4, 0, 1, 0, 1, 65, 4, 0, 0, Asn >> 8, Asn & 0xFF];
        byte[] identifier = [10, 99, .. source.GetAddressBytes()[^2..]];
        byte[] body = [4, Asn >> 8, Asn & 0xFF, HoldTime >> 8, HoldTime & 0xFF, .. identifier, (byte)(capabilities.Length + 2), 2, (byte)capabilities.Length, .. capabilities];
        return [.. Enumerable.Repeat((byte)0xFF, 16), 0, (byte)(19 + body.Length), 1, .. body];
    }

    private void Run()
    {
        while (!_ends)
        {
            _sessions.ForEach(session => session.Undisturbed(_ => session.Step()));

            Thread.Sleep(Pause);
        }
    }

    private sealed class Session(Probe probe, Socket socket)
    {
        private readonly Lock _step = new();
        private readonly byte[] _got = new byte[4096];
        private readonly byte[] _info = new byte[104];
        private long _sent;
        private long _waitsSince;
        private int _octets;

        public Probe Probe => probe;

        public Socket Socket => socket;

        /// <summary>Nothing is sent meanwhile: what is sent in repair mode is lost.</summary>
        public void Undisturbed(Action<Socket> use)
        {
            lock (_step)
            {
                use(socket);
            }
        }

        public bool IsLost { get; private set; }

        /// <summary>An OPEN is longer than a KEEPALIVE: this many octets are both.</summary>
        public bool IsUp => !IsLost && _octets >= 29 + 19;

        public TimeSpan Stall { get; set; }

        public async Task Connect()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await socket.ConnectAsync(ServerFor(probe), limit.Token);
                await socket.SendAsync(Open(probe.Source), limit.Token);
                socket.Blocking = false;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                IsLost = true;
            }
        }

        public void Step()
        {
            if (IsLost)
            {
                return;
            }

            try
            {
                Read();
                Watch();
                if (Stopwatch.GetTimestamp() - _sent >= Every)
                {
                    _sent = Stopwatch.GetTimestamp();
                    socket.Send(Keepalive);
                }
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock)
            {
                // Its buffer is full: that is a stall, and watched.
            }
            catch (SocketException)
            {
                IsLost = true;
            }
        }

        private void Read()
        {
            if (socket.Poll(0, SelectMode.SelectRead))
            {
                var got = socket.Receive(_got);
                _octets += got;
                IsLost = got == 0;
            }
        }

        /// <summary>What waits for an answer, since when; a thread of ours that was late sent nothing that could wait.</summary>
        private void Watch()
        {
            socket.GetRawSocketOption(LevelTcp, TcpInfo, _info);
            if (BinaryPrimitives.ReadUInt32LittleEndian(_info.AsSpan(Unacknowledged)) == 0)
            {
                _waitsSince = 0;
                return;
            }

            _waitsSince = _waitsSince == 0 ? _sent : _waitsSince;
            var waits = Stopwatch.GetElapsedTime(_waitsSince);
            var silent = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(_info.AsSpan(LastAckReceived)));
            var stall = waits < silent ? waits : silent;
            Stall = stall > Stall ? stall : Stall;
        }
    }
}
