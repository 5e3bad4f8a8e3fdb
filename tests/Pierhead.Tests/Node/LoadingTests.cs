using System.Net;
using Pierhead.Simulate;
using Pierhead.Web.Contract;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>Questions asked while a full table is loading.</summary>
public sealed class LoadingTests(ITestOutputHelper output)
{
    private const int IPv4 = 1_000_000;
    private const int IPv6 = 200_000;

    private const string Tree = """
        tenant: acme
        asn: 64500
        accept:
          - { from: 127.86.0.0/24 }
        """;

    [Fact(Timeout = 120_000)]
    public async Task Questions_WhileAFullTableLoads_AreAnswered()
    {
        await using var node = await RunningNode.StartAsync(new Dictionary<string, string> { ["acme.yaml"] = Tree });
        await using var router = new Simulation(SimulationPlans.From(new SimulateOptions
        {
            Target = node.Bgp,
            FirstLocalAddress = IPAddress.Parse("127.86.0.1"),
            IPv4Count = IPv4,
            IPv6Count = IPv6,
        }));
        var client = node.Client();
        await router.StartAsync();

        int asked = 0, whileLoading = 0, found = 0;
        for (var held = 0L; held < IPv4 + IPv6;)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var summary = await RunningNode.GetAsync<Summary>(client, "api/v1/summary");
            var lookup = await RunningNode.GetAsync<Page<Route>>(client, "api/v1/lookup?address=1.1.1.1");
            var routes = await RunningNode.GetAsync<Page<Route>>(client, "api/v1/routes?limit=50");
            Assert.True(summary.Routes.Total >= held, "nothing is withdrawn, so the count only grows");
            Assert.True(routes.Items.Count <= 50);
            held = summary.Routes.Total;
            asked++;
            whileLoading += held is > 0 and < IPv4 + IPv6 ? 1 : 0;
            found += lookup.Items.Count;
        }

        output.WriteLine($"{asked} rounds of questions, {whileLoading} of them while routes were arriving, {found} lookups found a route");
        Assert.True(whileLoading > 0, "no question was asked while the table was loading");
        Assert.Equal("1.1.1.0/24", (await RunningNode.GetAsync<Page<Route>>(client, "api/v1/lookup?address=1.1.1.1")).Items.Single().Prefix);
    }
}
