using System.Net;
using System.Net.Sockets;
using Pierhead.Model.Snapshot;
using Pierhead.Simulate.Sessions;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Net;

namespace Pierhead.Tests;

/// <summary>
/// A passive BGP speaker on loopback for one session after another: answers the OPEN, keeps a table of what is announced, and
/// completes waits as messages arrive. It sends KEEPALIVE when it gets one, and no other.
/// </summary>
internal sealed class PassiveSpeaker : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Asn _asn;
    private readonly Lock _lock = new();
    private readonly List<(Func<PassiveSpeaker, bool> Until, TaskCompletionSource Done)> _waits = [];
    private readonly Task _running;
    private Socket? _socket;
    private DecodeContext _context;

    public PassiveSpeaker(uint asn = 64500)
    {
        _asn = new Asn(asn);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _running = AcceptAsync();
    }

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Whether the OPEN that answers lacks four-octet AS numbers.</summary>
    public bool TwoOctetOnly { get; init; }

    /// <summary>Whether a KEEPALIVE is answered by one after the first.</summary>
    public bool AnswersKeepalives { get; init; } = true;

    /// <summary>Whether the table is kept; not for recordings that begin in the middle of a session.</summary>
    public bool KeepsTable { get; init; } = true;

    /// <summary>Whether bodies of UPDATEs are kept.</summary>
    public bool KeepsUpdates { get; init; }

    public Dictionary<IpPrefix, byte[]> Table { get; } = [];

    public List<byte[]> Updates { get; } = [];

    public OpenMessage? Open { get; private set; }

    public NotificationMessage? Notification { get; private set; }

    public BgpFault WorstFault { get; private set; }

    public int Sessions { get; private set; }

    public int Closed { get; private set; }

    public int UpdateCount { get; private set; }

    public long Announced { get; private set; }

    public long Withdrawn { get; private set; }

    public int Keepalives { get; private set; }

    public Dictionary<Family, int> EndOfRibs { get; } = [];

    public IPAddress? Source { get; private set; }

    /// <summary>Completes once the condition holds; it is looked at after everything that arrives.</summary>
    public Task Until(Func<PassiveSpeaker, bool> condition)
    {
        lock (_lock)
        {
            if (condition(this))
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((condition, done));
            return done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public void SendRouteRefresh(Family family) => Send(
        BgpMessageType.RouteRefresh, [(byte)(family.Row().Afi >> 8), (byte)family.Row().Afi, 0, family.Row().Safi]);

    public void SendNotification(byte code, byte subcode) => _socket!.Send(new NotificationMessage(code, subcode).Encode());

    /// <summary>Sets a TCP MD5 key for a peer on the listener; returns why that is impossible, or null.</summary>
    public string? TrySetMd5Key(IPAddress peer, Secret key)
    {
        try
        {
            TcpMd5.Apply(_listener, new IPEndPoint(peer, 0), key);
            return null;
        }
        catch (SocketException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Closes the session that is open.</summary>
    public void Hangup() => _socket!.Dispose();

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _socket?.Dispose();
        await _running;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _socket = await _listener.AcceptAsync();
                lock (_lock)
                {
                    Source = ((IPEndPoint)_socket.RemoteEndPoint!).Address;
                    Open = null;
                    Table.Clear();
                    Sessions++;
                }

                await ReceiveAsync(_socket);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                if (!_listener.IsBound || failure is ObjectDisposedException || _socket is null)
                {
                    return;
                }
            }

            lock (_lock)
            {
                Closed++;
                Complete();
            }
        }
    }

    private async Task ReceiveAsync(Socket socket)
    {
        var buffer = new byte[1 << 18];
        var used = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(used));
            if (received == 0)
            {
                socket.Dispose();
                return;
            }

            lock (_lock)
            {
                used = Handle(buffer.AsSpan(0, used + received));
                Complete();
            }
        }
    }

    private int Handle(Span<byte> octets)
    {
        var at = 0;
        while (MessageFramer.TryRead(octets, at, MessageFramer.ExtendedMaximumLength, out var frame, out at, out var fault) is var status
            && status == FrameStatus.Complete)
        {
            Handle(frame.Type, octets.Slice(frame.BodyOffset, frame.BodyLength));
            Xunit.Assert.True(fault.IsNone, fault.Reason);
        }

        octets[at..].CopyTo(octets);
        return octets.Length - at;
    }

    private void Handle(BgpMessageType type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case BgpMessageType.Open:
                Answer(body);
                break;
            case BgpMessageType.Keepalive:
                if (Keepalives++ == 0 || AnswersKeepalives)
                {
                    _socket!.Send(MessageFramer.Keepalive());
                }

                break;
            case BgpMessageType.Notification:
                Notification = NotificationMessage.Decode(body);
                break;
            case BgpMessageType.Update:
                Apply(body);
                break;
        }
    }

    private void Answer(ReadOnlySpan<byte> body)
    {
        var fault = OpenMessage.Decode(body, out var open);
        Xunit.Assert.True(open is not null, fault.Reason);
        Open = open;
        Capability[] capabilities = [new MultiProtocolCapability(Family.IPv4), new MultiProtocolCapability(Family.IPv6)];
        var answer = TwoOctetOnly
            ? OpenMessage.CreateTwoOctet((ushort)_asn.Value, 90, Ip.FromV4(0x0A000001), capabilities)
            : OpenMessage.Create(_asn, 90, Ip.FromV4(0x0A000001), capabilities);
        _context = Negotiation.Negotiate(answer, open).Context;
        _socket!.Send(answer.Encode());
    }

    private void Apply(ReadOnlySpan<byte> body)
    {
        UpdateCount++;
        if (KeepsUpdates)
        {
            Updates.Add(body.ToArray());
        }

        if (!KeepsTable)
        {
            return;
        }

        WorstFault = WorstFault.Worse(UpdateMessage.Decode(body, _context, out var update));
        if (update.IsEndOfRib(out var family))
        {
            EndOfRibs[family] = EndOfRibs.GetValueOrDefault(family) + 1;
            return;
        }

        Remove(new NlriReader(update.Withdrawn, ipv6: false, addPath: false));
        Remove(new NlriReader(update.UnreachNlri, ipv6: true, addPath: false));
        var attributes = update.Attributes.ToArray();
        Add(new NlriReader(update.Nlri, ipv6: false, addPath: false), attributes);
        Add(new NlriReader(update.ReachNlri, ipv6: true, addPath: false), attributes);
    }

    private void Add(NlriReader nlri, byte[] attributes)
    {
        while (TryRead(ref nlri, out var prefix))
        {
            Table[prefix] = attributes;
            Announced++;
        }
    }

    private void Remove(NlriReader nlri)
    {
        while (TryRead(ref nlri, out var prefix))
        {
            Xunit.Assert.True(Table.Remove(prefix), $"{prefix} was withdrawn but never announced");
            Withdrawn++;
        }
    }

    private static bool TryRead(ref NlriReader nlri, out IpPrefix prefix)
    {
        byte length;
        if (nlri.IsIPv6)
        {
            var read = nlri.TryReadV6(out var high, out var low, out length, out _);
            prefix = read ? IpPrefix.Create(Ip.FromV6(high, low), length) : default;
            return read;
        }

        var found = nlri.TryReadV4(out var address, out length, out _);
        prefix = found ? IpPrefix.Create(Ip.FromV4(address), length) : default;
        return found;
    }

    private void Send(BgpMessageType type, ReadOnlySpan<byte> body)
    {
        var message = new byte[MessageFramer.HeaderLength + body.Length];
        MessageFramer.WriteHeader(message, type, message.Length);
        body.CopyTo(message.AsSpan(MessageFramer.HeaderLength));
        _socket!.Send(message);
    }

    private void Complete()
    {
        for (var index = _waits.Count - 1; index >= 0; index--)
        {
            if (_waits[index].Until(this))
            {
                _waits[index].Done.SetResult();
                _waits.RemoveAt(index);
            }
        }
    }
}
