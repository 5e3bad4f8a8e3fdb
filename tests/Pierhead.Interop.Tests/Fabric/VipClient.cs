using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>Speaks to vipcontrol's socket as another program would: sockets in files know no namespaces of the network.</summary>
internal sealed class VipClient(string path) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public async Task SetMed(int med)
    {
        await _socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await using var stream = new NetworkStream(_socket);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"command\":\"set\",\"med\":{med}}}\n")));
        using var reader = new StreamReader(stream);
        Assert.DoesNotContain("error", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => _socket.Dispose();
}
