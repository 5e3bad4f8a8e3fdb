using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Announcing;

/// <summary>
/// ExaBGP: its process is our relay, which comes to a socket of ours. Whoever comes gets the whole state, so that neither side's restart loses
/// anything.
/// </summary>
public sealed class ExabgpSpeaker : IVipSpeaker, IDisposable
{
    public const string SocketName = "exabgp.sock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<(Ip Floating, Ip Router)> _addresses;
    private readonly Action<string> _heard;
    private readonly Action _arrived;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Socket? _relay;

    /// <param name="run">The run directory.</param>
    /// <param name="addresses">The floating addresses, each with the router that it is announced to.</param>
    /// <param name="arrived">Called when a relay came: the state has to be said.</param>
    /// <param name="heard">Told what ExaBGP says that is no acknowledgement.</param>
    public ExabgpSpeaker(string run, IReadOnlyList<(Ip Floating, Ip Router)> addresses, Action arrived, Action<string> heard)
    {
        (_addresses, _arrived, _heard) = (addresses, arrived, heard);
        var path = Path.Combine(run, SocketName);
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(4);
    }

    /// <summary>ExaBGP's commands for a state.</summary>
    public static string Commands(VipState state, IReadOnlyList<(Ip Floating, Ip Router)> addresses) => string.Concat(addresses.Select(address => state.Up
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"neighbor {address.Router} announce route {address.Floating}/{address.Floating.BitLength} next-hop self med {state.Med}{(state.Drain ? " community [65535:0]" : "")}\n")
        : $"neighbor {address.Router} withdraw route {address.Floating}/{address.Floating.BitLength} next-hop self\n"));

    /// <summary>Lets relays in until told to stop; the last one to come is the one that counts.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var relay = await _listener.AcceptAsync(cancel);
            Interlocked.Exchange(ref _relay, relay)?.Dispose();
            _arrived();
            _ = ListenAsync(relay, cancel);
        }
    }

    public async Task<string?> ShowAsync(VipState state, CancellationToken cancel)
    {
        if (Volatile.Read(ref _relay) is not { } relay)
        {
            return "ExaBGP has not come yet";
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            await using var stream = new NetworkStream(relay);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Commands(state, _addresses)), patience.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "ExaBGP's relay takes nothing";
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            _ = Interlocked.CompareExchange(ref _relay, null, relay);
            return $"ExaBGP's relay is gone: {exception.Message}";
        }
    }

    public Task<string?> MissingAsync(CancellationToken cancel) =>
        Task.FromResult(Volatile.Read(ref _relay) is null ? "ExaBGP's relay is gone" : null);

    public void Dispose()
    {
        _listener.Dispose();
        _relay?.Dispose();
    }

    private async Task ListenAsync(Socket relay, CancellationToken cancel)
    {
        try
        {
            await using var stream = new NetworkStream(relay);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (await reader.ReadLineAsync(cancel) is { } line)
            {
                if (line.Length != 0 && line != "done")
                {
                    _heard($"ExaBGP says: {line}");
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // It is gone, which is what the end of this loop says too.
        }

        _ = Interlocked.CompareExchange(ref _relay, null, relay);
        relay.Dispose();
    }
}
