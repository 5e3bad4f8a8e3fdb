using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>An HTTP client whose connections are made inside a network namespace.</summary>
internal sealed partial class SpacedHttp : IDisposable
{
    private const int NewNetwork = 0x4000_0000;

    private readonly HttpClient _client;

    public SpacedHttp(string space)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = MakeIn(space);
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
    }

    public Task<string> GetAsync(string url) => _client.GetStringAsync(new Uri(url));

    public void Dispose() => _client.Dispose();

    // A socket stays in the namespace that its thread was in when it was made; the thread is not used for anything else.
    private static Socket MakeIn(string space)
    {
        Socket? made = null;
        var thread = new Thread(() =>
        {
            using var file = File.OpenHandle($"/run/netns/{space}");
            if (SetNamespace((int)file.DangerousGetHandle(), NewNetwork) == 0)
            {
                made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            }
        });
        thread.Start();
        thread.Join();
        return made ?? throw new HttpRequestException($"the namespace {space} cannot be entered");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int fd, int kind);
}
