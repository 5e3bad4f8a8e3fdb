using System.Net;
using System.Net.Sockets;
using System.Text;
using Pierhead.Simulate;
using Pierhead.Web.Contract;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>Callers that ask for much and read nothing.</summary>
public sealed class SlowCallerTests
{
    private const string Tree = """
        tenant: acme
        asn: 64500
        accept:
          - { from: 127.87.0.0/24 }
        """;

    private static readonly (string, string, string, string)[] Tokens = [("slow", "viewer", "acme", "slow-token"), ("other", "viewer", "acme", "other-token")];

    [Fact]
    public async Task Routes_AskedForManyTimesAndNotRead_OnlyAFewPagesAreHeldAndOthersAreServed()
    {
        await using var node = await RunningNode.StartAsync(new Dictionary<string, string> { ["acme.yaml"] = Tree }, Tokens);
        await using var router = new Simulation(SimulationPlans.From(new SimulateOptions
        {
            Target = node.Bgp,
            FirstLocalAddress = IPAddress.Parse("127.87.0.1"),
            IPv4Count = 20_000,
            IPv6Count = 0,
        }));
        await router.StartAsync();
        await RunningNode.UntilAsync(() => node.Node.Tables.All.Sum(table => table.Count(Wire.Bgp.Family.IPv4)) == 20_000, "the table is loaded");

        var slow = new List<Socket>();
        try
        {
            for (var i = 0; i < 12; i++)
            {
                slow.Add(await AskAndReadNothingAsync(node, "slow-token"));
            }

            await RunningNode.UntilAsync(() => slow.Count(socket => socket.Available > 0) == 4, "the first four are being answered");
            var page = await RunningNode.GetAsync<Page<Route>>(node.Client("other-token"), "api/v1/routes?limit=10000");
            Assert.Equal(10_000, page.Items.Count);

            // The server gives up on one that reads nothing, after which the next one in line has its turn.
            Assert.NotEqual(slow.Count, slow.Count(socket => socket.Available > 0));
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }

        var own = await RunningNode.GetAsync<Page<Route>>(node.Client("slow-token"), "api/v1/routes?limit=1");
        Assert.Single(own.Items);
    }

    private static async Task<Socket> AskAndReadNothingAsync(RunningNode node, string token)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, node.Api.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET /api/v1/routes?limit=10000 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        return socket;
    }
}
