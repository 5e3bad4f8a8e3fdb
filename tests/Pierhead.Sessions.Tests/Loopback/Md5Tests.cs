using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Linux;
using Pierhead.Sessions.Tests.Support;

namespace Pierhead.Sessions.Tests.Loopback;

/// <summary>TCP MD5 as the kernel enforces it: for an address and for a range, over IPv4 and IPv6.</summary>
public sealed class Md5Tests
{
    private static readonly DeviceBgp Secured = Trees.Bgp with { Password = new Secret("right") };

    public static TheoryData<bool, bool> Cases => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Connect_RightPassword_Established(bool range, bool ipv6)
    {
        var (configuration, key) = Tree(range, ipv6);
        await using var server = await TestServer.Start(configuration, ipv6: ipv6);
        using var router = await TestRouter.Establish(server.Endpoint, Address(ipv6), prepare: socket => Sign(socket, ipv6, "right"));
        await server.UntilEstablished(key);

        Assert.True(server.Status(key).Password);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Connect_WrongPasswordOrNone_NeverUpAndCounted(bool range, bool ipv6)
    {
        var (configuration, key) = Tree(range, ipv6);
        await using var server = await TestServer.Start(configuration, ipv6: ipv6);
        var before = TcpMd5Counters.Read();
        await AssertDropped(server, ipv6, socket => Sign(socket, ipv6, "wrong"));
        await AssertDropped(server, ipv6, _ => { });
        var after = TcpMd5Counters.Read();

        Assert.True(after.Failure > before.Failure, "TCPMD5Failure counts the wrong password");
        Assert.True(after.NotFound > before.NotFound, "TCPMD5NotFound counts the missing one");
        Assert.NotEqual(BgpState.Established, server.Bgp.Find(key)?.State);
        if (!range)
        {
            Assert.StartsWith("never connected", server.Status(key).LastError, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Apply_OtherPassword_SessionEndsAndTheNewOneCounts()
    {
        var (configuration, key) = Tree(range: false, ipv6: false);
        await using var server = await TestServer.Start(configuration);
        using var router = await TestRouter.Establish(server.Endpoint, Address(false), prepare: socket => Sign(socket, false, "right"));
        await server.UntilEstablished(key);

        server.Bgp.Apply(Trees.Of([Trees.Device("edge1", Trees.Bgp with { Password = new Secret("changed") }, Address(false))]));
        Assert.Equal("6/6", await router.ReceiveLast());
        await AssertDropped(server, ipv6: false, socket => Sign(socket, false, "right"));
        using var again = await TestRouter.Establish(server.Endpoint, Address(false), prepare: socket => Sign(socket, false, "changed"));
        await server.UntilEstablished(key);

        server.Bgp.Apply(Trees.Of([Trees.Device("edge1", Trees.Bgp, Address(false))]));
        Assert.Equal("6/6", await again.ReceiveLast());
        using var open = await TestRouter.Establish(server.Endpoint, Address(false));
        await server.UntilEstablished(key);
    }

    [Fact]
    public async Task Start_MoreKeysThanTheKernelHolds_SaysWhatToRaise()
    {
        var limit = int.Parse(await File.ReadAllTextAsync("/proc/sys/net/core/optmem_max", TestContext.Current.CancellationToken), null);
        Assert.SkipWhen(limit > 200_000, $"net.core.optmem_max is {limit} here: too many keys to set in a test");
        var devices = Enumerable.Range(0, 2000).Select(i => Trees.Device($"d{i}", Secured, $"10.0.{i / 250}.{1 + (i % 250)}"));
        var error = await Assert.ThrowsAsync<ListenException>(
            () => TestServer.Start(Trees.Of([.. devices]), new BgpServerOptions { ListenerShards = 1 }));

        Assert.StartsWith("cannot hold all TCP MD5 keys: 2000 of them belong to one listening socket", error.Message, StringComparison.Ordinal);
        Assert.Contains($"net.core.optmem_max is {limit}, enough for {limit / 136}", error.Message, StringComparison.Ordinal);
        Assert.Contains("sysctl -w net.core.optmem_max=1048576", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Each with a password of its own, and all at once: many times more keys than a listening socket can hold here.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Connect_FiveThousandRoutersWithKeys_AllUp()
    {
        const int Routers = 5_000;
        var devices = Enumerable.Range(0, Routers).Select(i => Trees.Device($"r{i}", Trees.Bgp with { Password = new Secret($"secret {i}") }, Source(i)));
        await using var server = await TestServer.Start(Trees.Of([.. devices]));
        var routers = new TestRouter[Routers];
        var cancellation = TestContext.Current.CancellationToken;
        try
        {
            await Parallel.ForAsync(0, Routers, new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = cancellation }, async (i, _) =>
            {
                routers[i] = await TestRouter.Connect(server.Endpoint, Source(i), socket => Sign(socket, ipv6: false, $"secret {i}"));
                await routers[i].Send(Messages.Open(identifier: Source(i)), Messages.Keepalive);
            });
            await Wait.Until(() => server.Bgp.Totals.Established == Routers, "all sessions established");

            // Who has the password of another is dropped, wherever its key lies.
            var before = TcpMd5Counters.Read();
            await Parallel.ForAsync(0, 32, cancellation, async (i, _) =>
            {
                using var socket = new Socket(server.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                Sign(socket, ipv6: false, $"secret {i + 1}");
                socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(Source(i)), 0));
                using var bound = new CancellationTokenSource(TimeSpan.FromMilliseconds(400));
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => socket.ConnectAsync(server.Endpoint, bound.Token).AsTask());
            });
            Assert.True(TcpMd5Counters.Read().Failure >= before.Failure + 32);
            Assert.Equal(Routers, server.Bgp.Totals.Established);
        }
        finally
        {
            Array.ForEach(routers, router => router?.Dispose());
        }

        static string Source(int i) => $"127.{20 + (i / 60_000)}.{i / 250}.{1 + (i % 250)}";
    }

    [Theory]
    [InlineData("10.0.0.0", 4)]
    [InlineData("2001:db8::", 16)]
    public void SourceShards_OfNeighbours_AreEven(string first, int octets)
    {
        var address = System.Net.IPAddress.Parse(first).GetAddressBytes();
        Assert.Equal(octets, address.Length);
        var counts = new int[64];
        for (var i = 0; i < 6_400; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(octets - 2), (ushort)i);
            counts[SourceShards.Of(Wire.Net.Ip.FromBytes(address), 64)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 50, 200));
    }

    private static string Address(bool ipv6) => ipv6 ? "::1" : "127.0.3.1";

    private static (Configuration Configuration, Model.Ids.SessionKey Key) Tree(bool range, bool ipv6)
    {
        var address = Address(ipv6);
        return range
            ? (Trees.Of([], Trees.Range(ipv6 ? "::/64" : "127.0.3.0/24", Secured)), Trees.Key(address))
            : (Trees.Of([Trees.Device("edge1", Secured, address)]), Trees.Key("edge1", address));
    }

    /// <summary>The SYN is dropped: no connection within the time of two retransmissions.</summary>
    private static async Task AssertDropped(TestServer server, bool ipv6, Action<Socket> prepare)
    {
        using var socket = new Socket(server.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        prepare(socket);
        socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(Address(ipv6)), 0));
        using var bound = new CancellationTokenSource(TimeSpan.FromMilliseconds(400));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => socket.ConnectAsync(server.Endpoint, bound.Token).AsTask());
    }

    private static void Sign(Socket socket, bool ipv6, string password)
    {
        var option = new byte[216];
        SocketAddress.Write(Trees.Address(ipv6 ? "::1" : "127.0.0.1"), 0, option);
        var key = Encoding.UTF8.GetBytes(password);
        BinaryPrimitives.WriteUInt16LittleEndian(option.AsSpan(130), (ushort)key.Length);
        key.CopyTo(option, 136);
        socket.SetRawSocketOption(SocketOption.LevelTcp, SocketOption.TcpMd5Sig, option);
    }
}
