using System.Net.Sockets;

namespace Pierhead.Fabric.Announcing;

/// <summary>
/// The process that ExaBGP runs: it carries vipcontrol's commands to its standard output, and ExaBGP's answers back. It ends with ExaBGP, and outlives
/// vipcontrol: ExaBGP gives up a process that ends too often.
/// </summary>
public static class ExabgpRelay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <param name="run">The run directory.</param>
    public static async Task RunAsync(string run, Stream input, Stream output, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Stream? there = null;
        var answers = AnswersAsync(input, () => Volatile.Read(ref there), ended);
        var path = Path.Combine(run, ExabgpSpeaker.SocketName);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ended.Token);
                await using var stream = new NetworkStream(socket);
                Volatile.Write(ref there, stream);
                await CommandsAsync(stream, output, ended.Token);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException || (exception is IOException { InnerException: SocketException }))
            {
                // vipcontrol is not there, or went: it is waited for.
            }

            Volatile.Write(ref there, null);
            try
            {
                await Task.Delay(Pause, ended.Token);
            }
            catch (OperationCanceledException)
            {
                // ExaBGP ended.
            }
        }

        await answers;
    }

    private static async Task CommandsAsync(Stream from, Stream output, CancellationToken cancel)
    {
        var buffer = new byte[4096];
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0;)
        {
            await output.WriteAsync(buffer.AsMemory(0, read), cancel);
            await output.FlushAsync(cancel);
        }
    }

    /// <summary>Reads until ExaBGP closes our standard input; what it says is passed on while somebody listens.</summary>
    private static async Task AnswersAsync(Stream input, Func<Stream?> there, CancellationTokenSource ended)
    {
        var buffer = new byte[4096];
        try
        {
            for (int read; (read = await input.ReadAsync(buffer, ended.Token)) > 0;)
            {
                try
                {
                    await (there()?.WriteAsync(buffer.AsMemory(0, read), ended.Token) ?? ValueTask.CompletedTask);
                }
                catch (Exception exception) when (exception is IOException or ObjectDisposedException)
                {
                    // An answer that nobody waits for any more.
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await ended.CancelAsync();
    }
}
