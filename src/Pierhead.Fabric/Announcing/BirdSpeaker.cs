using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pierhead.Fabric.Announcing;

/// <summary>
/// BIRD 2: the state is in a file that its configuration includes, so a BIRD that starts anew announces what is right without being told.
/// A reconfiguration does not touch its sessions.
/// </summary>
/// <param name="run">The run directory.</param>
public sealed class BirdSpeaker(string run) : IVipSpeaker
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private string StatePath => Path.Combine(run, "vip.conf");

    private string SocketPath => Path.Combine(run, "bird.ctl");

    /// <summary>The file as BIRD reads it.</summary>
    public static string Text(VipState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"define VIP_UP = {Word(state.Up)};\ndefine VIP_MED = {state.Med};\ndefine VIP_DRAIN = {Word(state.Drain)};\n");

    public Task<string?> ShowAsync(VipState state, CancellationToken cancel) => AskAsync(
        async (stream, reader, patience) =>
        {
            await stream.WriteAsync("configure\n"u8.ToArray(), patience);
            var reply = await BirdReply.ReadAsync(reader, patience);
            return reply.Succeeded ? null : $"BIRD refused its configuration: {reply.Text}";
        },
        state,
        cancel);

    public Task<string?> MissingAsync(CancellationToken cancel) => AskAsync((_, _, _) => Task.FromResult<string?>(null), state: null, cancel);

    /// <summary>Writes the state, where there is one, and speaks with BIRD after its greeting.</summary>
    private async Task<string?> AskAsync(
        Func<NetworkStream, TextReader, CancellationToken, Task<string?>> speak, VipState? state, CancellationToken cancel)
    {
        try
        {
            if (state is not null)
            {
                await WriteAsync(Text(state), cancel);
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), patience.Token);
            await using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            _ = await BirdReply.ReadAsync(reader, patience.Token);
            return await speak(stream, reader, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"BIRD did not answer in {Patience.TotalSeconds:0} s";
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            return $"BIRD is not to be reached at {SocketPath}: {exception.Message}";
        }
    }

    private static string Word(bool flag) => flag ? "true" : "false";

    private async Task WriteAsync(string text, CancellationToken cancel)
    {
        if (File.Exists(StatePath) && await File.ReadAllTextAsync(StatePath, cancel) == text)
        {
            return;
        }

        Directory.CreateDirectory(run);
        var beside = StatePath + ".new";
        await File.WriteAllTextAsync(beside, text, cancel);
        File.Move(beside, StatePath, overwrite: true);
    }
}
