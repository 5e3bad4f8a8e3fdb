using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pierhead.Fabric.Announcing;

/// <summary>What is asked of vipcontrol, one JSON object a line.</summary>
/// <param name="Command"><c>status</c> or <c>set</c>.</param>
/// <param name="Penalty">Added to the MED.</param>
public sealed record VipRequest(string Command, bool? Up = null, uint? Med = null, bool? Drain = null, uint? Penalty = null);

/// <summary>Its answer.</summary>
/// <param name="Error">Why what was asked was not done; null when it was.</param>
/// <param name="Wanted">What is wanted now.</param>
/// <param name="Shown">What the speaker has.</param>
/// <param name="Trouble">Why the speaker has not what is wanted.</param>
public sealed record VipAnswer(string? Error, VipState? Wanted, VipState? Shown, string? Trouble);

/// <summary>The control socket <c>RUN/vipcontrol.sock</c>: for root alone.</summary>
public static class VipControlSocket
{
    public const string Name = "vipcontrol.sock";

    private const int LongestLine = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Answers until told to stop.</summary>
    public static async Task ServeAsync(string run, VipControl control, CancellationToken cancel)
    {
        var path = Path.Combine(run, Name);
        File.Delete(path);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        listener.Listen(16);
        while (!cancel.IsCancellationRequested)
        {
            var client = await listener.AcceptAsync(cancel);
            _ = AnswerAsync(client, control, cancel);
        }
    }

    /// <summary>Asks a running vipcontrol.</summary>
    /// <exception cref="IOException">It is not there, or does not answer; the message says so.</exception>
    public static async Task<VipAnswer> AskAsync(string run, VipRequest request, CancellationToken cancel)
    {
        var path = Path.Combine(run, Name);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), patience.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(request, Json), patience.Token);
            await stream.WriteAsync("\n"u8.ToArray(), patience.Token);
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync(patience.Token) is { } line && JsonSerializer.Deserialize<VipAnswer>(line, Json) is { } answer
                ? answer
                : throw new IOException($"vipcontrol at {path} closed the connection without an answer");
        }
        catch (SocketException exception)
        {
            throw new IOException($"vipcontrol is not to be reached at {path} ({exception.Message}): start `pierhead vipcontrol --run {run}`", exception);
        }
        catch (OperationCanceledException exception) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"vipcontrol at {path} did not answer in {Patience.TotalSeconds:0} s", exception);
        }
        catch (JsonException exception)
        {
            throw new IOException($"vipcontrol at {path} answered what is no answer: {exception.Message}", exception);
        }
    }

    private static async Task AnswerAsync(Socket client, VipControl control, CancellationToken cancel)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            using var reader = new StreamReader(stream, bufferSize: LongestLine);
            while (await reader.ReadLineAsync(cancel) is { Length: <= LongestLine } line)
            {
                await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(Answer(line, control), Json), cancel);
                await stream.WriteAsync("\n"u8.ToArray(), cancel);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // Whoever asked is gone.
        }
    }

    private static VipAnswer Answer(string line, VipControl control)
    {
        string? error = null;
        try
        {
            var request = JsonSerializer.Deserialize<VipRequest>(line, Json);
            switch (request?.Command)
            {
                case "status":
                    break;
                case "set":
                    control.Set(new VipOverlay(request.Up, request.Med, request.Drain, request.Penalty));
                    break;
                default:
                    error = "`command` is `status` or `set`";
                    break;
            }
        }
        catch (JsonException exception)
        {
            error = $"not a request: {exception.Message}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = $"not set, for it cannot be kept: {exception.Message}";
        }

        var (shown, trouble) = control.Status;
        return new VipAnswer(error, control.Wanted, shown, trouble);
    }
}
