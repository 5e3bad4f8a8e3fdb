using System.Net.Sockets;
using System.Text.Json;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>The balancer's unix socket: an object a line each way, <c>{"command":"status"}</c>.</summary>
internal sealed class StatusSocket : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <exception cref="IOException">Another balancer answers there, or the path cannot be used; says which.</exception>
    public StatusSocket(string path)
    {
        _path = path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (File.Exists(path) && Answers(path))
            {
                throw new IOException($"another `pierhead balance` runs here: it answers at {path}");
            }

            File.Delete(path);
            _socket.Bind(new UnixDomainSocketEndPoint(path));
            if (OperatingSystem.IsLinux())
            {
                File.SetUnixFileMode(path, OwnerOnly);
            }

            _socket.Listen();
        }
        catch (Exception exception) when (exception is SocketException or UnauthorizedAccessException)
        {
            _socket.Dispose();
            throw new IOException($"{path} cannot be listened on: {exception.Message}; choose another directory by --run", exception);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public async Task RunAsync(Func<BalanceStatus> status, CancellationToken stop)
    {
        while (true)
        {
            var client = await _socket.AcceptAsync(stop);
            _ = AnswerAsync(client, status, stop);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_path);
    }

    private static bool Answers(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            // The file of a process that is gone.
            return false;
        }
    }

    private static async Task AnswerAsync(Socket client, Func<BalanceStatus> status, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            using var reader = new StreamReader(stream, leaveOpen: true);
            await using var writer = new StreamWriter(stream, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
            while (await reader.ReadLineAsync(limit.Token) is { } line)
            {
                await writer.WriteLineAsync(Answer(line, status).AsMemory(), limit.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // Who asked has left, or said nothing in time: there is nobody to tell.
        }
    }

    private static string Answer(string line, Func<BalanceStatus> status)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("command", out var command) && command.ValueKind == JsonValueKind.String && command.ValueEquals("status")
                ? JsonSerializer.Serialize(status(), Web)
                : """{"error":"the only command is {\"command\":\"status\"}"}""";
        }
        catch (JsonException)
        {
            return """{"error":"not an object in one line; the only command is {\"command\":\"status\"}"}""";
        }
    }
}
