using System.Net.Sockets;
using System.Text.Json;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary><c>pierhead balance</c> in a namespace, and a vipcontrol beside it that only remembers what it is told.</summary>
internal sealed class BalancerUnderTest : IDisposable
{
    private readonly string _config;
    private readonly Socket _control = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _run;
    private DaemonProcess _daemon;
    private string _earlier = "";

    public BalancerUnderTest(string name, NetworkNamespace space, string config, string run)
    {
        (Name, Space, _config, _run) = (name, space, config, run);
        Directory.CreateDirectory(run);
        _control.Bind(new UnixDomainSocketEndPoint(Path.Combine(run, "vipcontrol.sock")));
        _control.Listen();
        _ = ControlAsync();
        _daemon = Start();
    }

    public string Name { get; }

    public NetworkNamespace Space { get; }

    /// <summary>What vipcontrol was last told; null for nothing yet.</summary>
    public bool? IsUp { get; private set; }

    public string Log => _earlier + _daemon.Output;

    /// <summary>Every pin that the kernel holds, in its own words.</summary>
    public string Pins => string.Concat(new[] { "pin4", "pin6", "quoted4", "quoted6" }.Select(map => Space.Run("nft", "list", "map", "netdev", "pierhead", map)));

    private static string Executable =>
        Environment.GetEnvironmentVariable("PIERHEAD_EXECUTABLE") ?? Path.Combine(AppContext.BaseDirectory, "pierhead");

    /// <summary>Its socket's answer; the command prints the same, and is a process of its own, too slow to ask again and again.</summary>
    public JsonElement Status()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(_run, "balance.sock")));
        using var stream = new NetworkStream(socket);
        stream.Write("{\"command\":\"status\"}\n"u8);
        using var reader = new StreamReader(stream);
        using var answer = JsonDocument.Parse(reader.ReadLine()!);
        return answer.RootElement.Clone();
    }

    public string StatusTable() => Space.Run(Executable, "balance", "status", "--run", _run);

    public string? StateOf(string node) => NodeNamed(node)?.GetProperty("state").GetString();

    /// <summary>How many devices of the tree a node is pinned; 0 for a node that it does not know.</summary>
    public int Pinned(string node) => NodeNamed(node)?.GetProperty("pinnedDevices").GetInt32() ?? 0;

    public void Reload() => _daemon.Signal("HUP");

    public void Kill() => _daemon.Kill();

    public TimeSpan? Terminate() => _daemon.Terminate(TimeSpan.FromSeconds(5));

    public void Restart()
    {
        IsUp = null;
        _earlier = Log;
        _daemon.Dispose();
        _daemon = Start();
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _control.Dispose();
    }

    private JsonElement? NodeNamed(string node) => Status().GetProperty("nodes").EnumerateArray()
        .Cast<JsonElement?>().FirstOrDefault(one => one!.Value.GetProperty("name").GetString() == node);

    private DaemonProcess Start() => DaemonProcess.Start(Space, Executable, ["balance", "--config", _config, "--machine", Name, "--run", _run]);

    private async Task ControlAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _control.AcceptAsync();
                await using var stream = new NetworkStream(client);
                using var reader = new StreamReader(stream);
                using var told = JsonDocument.Parse((await reader.ReadLineAsync())!);
                IsUp = told.RootElement.GetProperty("up").GetBoolean();
                await stream.WriteAsync("{\"wanted\":{\"up\":true,\"med\":100,\"drain\":false}}\n"u8.ToArray());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test ends.
        }
    }
}
