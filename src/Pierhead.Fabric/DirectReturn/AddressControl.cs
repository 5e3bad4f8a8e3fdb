using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>Tells the vipcontrol of this machine whether the floating address is to be announced, by its socket: an object a line each way.</summary>
public sealed class AddressControl(string socket)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <returns>Null when it was done; else why not.</returns>
    public async Task<string?> SetAsync(bool isUp, CancellationToken cancel)
    {
        if (!File.Exists(socket))
        {
            return $"there is no {socket}: start `pierhead vipcontrol` on this machine, with the same --run";
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        try
        {
            using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), limit.Token);
            await using var stream = new NetworkStream(connection);
            await stream.WriteAsync(Encoding.UTF8.GetBytes($$"""{"command":"set","up":{{(isUp ? "true" : "false")}}}""" + "\n"), limit.Token);
            using var reader = new StreamReader(stream);
            return Refusal(await reader.ReadLineAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"vipcontrol does not answer at {socket}";
        }
        catch (Exception exception) when (exception is SocketException or IOException or JsonException)
        {
            return $"vipcontrol cannot be reached at {socket}: {exception.Message}; is `pierhead vipcontrol` running here?";
        }
    }

    private static string? Refusal(string? answer)
    {
        if (answer is null)
        {
            return "vipcontrol closed the connection without an answer";
        }

        using var json = JsonDocument.Parse(answer);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error)
            ? $"vipcontrol refuses: {error}"
            : null;
    }
}
