using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pierhead.Fabric.Tests.Health;

/// <summary>Answers HTTP on loopback, a request a connection, with TLS where it has a certificate.</summary>
internal sealed class OneLineServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, (int Status, string Body)> _answer;
    private readonly X509Certificate2? _certificate;

    public OneLineServer(Func<string, (int Status, string Body)> answer, X509Certificate2? certificate = null)
    {
        (_answer, _certificate) = (answer, certificate);
        _listener.Start();
        _ = RunAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The request lines and headers, a request an item.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was disposed.
        }
    }

    private async Task AnswerAsync(NetworkStream plain)
    {
        Stream stream = plain;
        try
        {
            if (_certificate is not null)
            {
                var secured = new SslStream(plain);
                stream = secured;
                await secured.AuthenticateAsServerAsync(_certificate);
            }

            using var reader = new StreamReader(stream);
            var request = new StringBuilder();
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
            {
                request.AppendLine(line);
            }

            if (request.Length == 0)
            {
                return;
            }

            Asked.Enqueue(request.ToString());
            var (status, body) = _answer(request.ToString().Split(' ')[1]);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(
                $"HTTP/1.1 {status} -\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"));
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client turned away.
        }
    }
}
