using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pierhead.Tests.Cli;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Mrt;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>A device's tables as an MRT file: written by the command line from a whole node, and read back by two readers.</summary>
public sealed class ExportTests : IDisposable
{
    private const string BgpDump = "/usr/bin/bgpdump";

    private readonly string _folder = Directory.CreateTempSubdirectory("pierhead-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Export_EveryFamily_ReadsBackRouteForRoute()
    {
        await using var node = await AllFamilies.StartAsync();
        var routers = await AllFamilies.ConnectAsync(node);
        var file = Path.Combine(_folder, "pe1.mrt");
        await File.WriteAllTextAsync(file, "what was there before", TestContext.Current.CancellationToken);

        var run = await RunAsync(node, "export", "--mrt", file, "--device", "pe1", "--tenant", "acme");

        Assert.Equal((0, ""), (run.Code, run.Out));
        Assert.Matches($"^Wrote .+ to {file}\\.\n$", run.Error);
        Assert.Equal([file], Directory.GetFiles(_folder));
        var (peers, lines) = Read(file);
        Assert.Equal(["127.87.0.1 127.87.0.1 64500"], peers);
        Assert.Equal(AllFamilies.OfPe1.Select(route => Line(0, route)).Order(), lines.Order());
        await AllFamilies.EndAsync(routers);
    }

    [Fact]
    public async Task Export_Unicast_OtherImplementationReadsTheSameRoutes()
    {
        Assert.SkipUnless(File.Exists(BgpDump), $"{BgpDump} is missing: install the Debian package bgpdump");
        await using var node = await AllFamilies.StartAsync();
        var routers = await AllFamilies.ConnectAsync(node);
        var file = Path.Combine(_folder, "pe1.mrt");
        Assert.Equal(0, (await RunAsync(node, "export", "--mrt", file, "--device", "pe1", "--tenant", "acme")).Code);

        // Type and time differ from run to run; what is of other families it passes over.
        var lines = (await DumpAsync(file)).Select(line => string.Join('|', line.Split('|') is var fields ? [fields[0], .. fields[3..]] : []));

        const string Rest = $"{HandMadeRoute.AsPath}|IGP|192.0.2.1|100|5|64500:7|NAG||";
        Assert.Equal(
            [
                $"TABLE_DUMP2_AP|127.87.0.1|64500|10.0.0.0/8|1|{Rest}",
                $"TABLE_DUMP2_AP|127.87.0.1|64500|10.0.0.0/8|2|{Rest}",
                $"TABLE_DUMP2_AP|127.87.0.1|64500|10.0.0.0/8|4000000000|{Rest}",
                $"TABLE_DUMP2|127.87.0.1|64500|2001:db8::/32|{Rest.Replace("192.0.2.1", "2001:db8::1", StringComparison.Ordinal)}",
            ],
            lines);
        await AllFamilies.EndAsync(routers);
    }

    [Fact]
    public async Task Export_MoreThanAPage_HasEveryRoute()
    {
        const int Count = 2_500;
        await using var node = await AllFamilies.StartAsync();
        var router = await HandMadeRouter.ConnectAsync(node, "127.87.0.2", 64500);
        HandMadeRoute[] routes = [.. Enumerable.Range(0, Count).Select(n => new HandMadeRoute(Family.IPv4, $"10.{n >> 8}.{n & 255}.0/24"))];
        await router.AnnounceAsync(routes);
        await RunningNode.UntilAsync(() => node.Node.Tables.Totals.Routes == Count, "all routes");

        // What is left of a lost session is exported too.
        await router.DisposeAsync();
        await RunningNode.UntilAsync(() => node.Node.Tables.Totals.Stale == Count, "all routes stale");
        var file = Path.Combine(_folder, "pe2.mrt");
        var run = await RunAsync(node, "export", "--mrt", file, "--device", "pe2");

        Assert.Equal(0, run.Code);
        Assert.Equal(routes.Select(route => Line(0, route)).Order(), Read(file).Routes.Order());
    }

    [Fact]
    public async Task Export_ToStandardOutput_IsTheFileAndNothingElse()
    {
        await using var node = await AllFamilies.StartAsync();
        var routers = await AllFamilies.ConnectAsync(node);
        var file = Path.Combine(_folder, "pe2.mrt");
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "pierhead"), ["export", "--mrt", "-", "--device", "pe2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PIERHEAD_API"] = node.Api.ToString();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await using (var output = File.Create(file))
        {
            await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (process.ExitCode, await errors));
        Assert.Equal(AllFamilies.OfPe2.Select(route => Line(0, route)).Order(), Read(file).Routes.Order());
        await AllFamilies.EndAsync(routers);
    }

    [Fact]
    public async Task Export_TwoSessionsOfADevice_AreTwoPeersOrTheOneAskedFor()
    {
        await using var node = await RunningNode.StartAsync(new Dictionary<string, string>
        {
            ["acme.yaml"] = "tenant: acme\nasn: 64500\ndevices:\n  - { name: edge, addresses: [127.88.0.1, 127.88.0.2] }\n",
        });
        await using var first = await HandMadeRouter.ConnectAsync(node, "127.88.0.1", 64500);
        await using var second = await HandMadeRouter.ConnectAsync(node, "127.88.0.2", 64500);
        HandMadeRoute[] routes = [new(Family.IPv4, "10.0.0.0/8"), new(Family.IPv6, "2001:db8::/32")];
        await first.AnnounceAsync(routes);
        await second.AnnounceAsync(routes[0]);
        await RunningNode.UntilAsync(() => node.Node.Tables.Totals.Routes == 3, "three routes");

        var (both, one) = (Path.Combine(_folder, "both.mrt"), Path.Combine(_folder, "one.mrt"));
        Assert.Equal(0, (await RunAsync(node, "export", "--mrt", both, "--device", "edge")).Code);
        Assert.Equal(0, (await RunAsync(node, "export", "--mrt", one, "--device", "edge", "--address", "127.88.0.2")).Code);

        Assert.Equal(["127.88.0.1 127.88.0.1 64500", "127.88.0.2 127.88.0.2 64500"], Read(both).Peers);
        Assert.Equal(new[] { Line(0, routes[0]), Line(0, routes[1]), Line(1, routes[0]) }.Order(), Read(both).Routes.Order());
        Assert.Equal(["127.88.0.2 127.88.0.2 64500"], Read(one).Peers);
        Assert.Equal([Line(0, routes[0])], Read(one).Routes);
    }

    [Fact]
    public async Task Export_OfATenantsToken_GivesItsOwnDeviceOfThatName()
    {
        await using var node = await AllFamilies.StartAsync(withTokens: true);
        var routers = await AllFamilies.ConnectAsync(node);
        var file = Path.Combine(_folder, "pe1.mrt");
        var around = new Surroundings { Api = node.Api.ToString(), Token = AllFamilies.AcmeToken };

        // Of two tenants' devices of the name, the tenant's token means its own without saying so.
        Assert.Equal(0, (await Invocation.RunAsync(around, "export", "--mrt", file, "--device", "pe1")).Code);
        Assert.Equal(AllFamilies.OfPe1.Select(route => Line(0, route)).Order(), Read(file).Routes.Order());

        (string[] Words, string Sentence)[] refused =
        [
            (["--device", "globex-pe"], "There is no such thing: There is no session of a device 'globex-pe'."),
            (["--device", "pe1", "--address", "127.87.1.1"], "There is no such thing: There is no session of a device 'pe1' from 127.87.1.1."),
            (["--device", "pe1", "--tenant", "globex"], "This is not allowed: This token sees the tenant 'acme' only."),
            (["--device", "nowhere"], "There is no such thing: There is no session of a device 'nowhere'."),
        ];
        foreach (var (words, sentence) in refused)
        {
            var other = Path.Combine(_folder, "other.mrt");
            var run = await Invocation.RunAsync(around, ["export", "--mrt", other, .. words]);
            Assert.Equal((1, "", sentence + "\n"), (run.Code, run.Out, run.Error));
            Assert.Equal([file], Directory.GetFiles(_folder));
        }

        await AllFamilies.EndAsync(routers);
    }

    [Theory]
    [InlineData("export/mrt", HttpStatusCode.BadRequest, "It names the device whose tables are wanted.")]
    [InlineData("export/mrt?device=pe1", HttpStatusCode.BadRequest, "Several tenants have a device 'pe1'; name the one that is meant.")]
    [InlineData("export/mrt?device=pe2&address=here", HttpStatusCode.BadRequest, "'here' is not an IPv4 or IPv6 address.")]
    [InlineData("export/mrt?device=nowhere", HttpStatusCode.NotFound, "There is no session of a device 'nowhere'.")]
    public async Task Get_ExportOfNothing_ProblemSaysWhy(string path, HttpStatusCode status, string detail)
    {
        await using var node = await AllFamilies.StartAsync();
        var routers = await AllFamilies.ConnectAsync(node);
        await using var other = await HandMadeRouter.ConnectAsync(node, "127.87.1.2", 64510);

        using var answer = await node.Client().GetAsync($"api/v1/{path}", TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
        await AllFamilies.EndAsync(routers);
    }

    private static Task<Invocation> RunAsync(RunningNode node, params string[] words) =>
        Invocation.RunAsync(new Surroundings { Api = node.Api.ToString() }, words);

    /// <summary>What a RIB entry of a route must say: peer, family, NLRI, path identifier, next hop and what else it has.</summary>
    private static string Line(int peer, HandMadeRoute route)
    {
        var row = route.Family.Row();
        var nextHop = route.Text[(route.Text.LastIndexOf(' ') + 1)..];
        return $"{peer} {row.Afi}/{row.Safi} {Convert.ToHexString(route.Nlri())} @{route.PathId ?? 0} via {nextHop} {HandMadeRoute.AsPath} Igp 5 100 64500:7";
    }

    private static (List<string> Peers, List<string> Routes) Read(string file)
    {
        using var stream = File.OpenRead(file);
        var reader = new MrtReader(stream);
        Assert.Equal(MrtStatus.Record, reader.Read(out var record));
        Assert.True(PeerIndexTable.Decode(in record, out var table).IsNone);
        Assert.Equal("test-1", table!.ViewName);
        var lines = new List<string>();
        while (reader.Read(out record) is var status && status != MrtStatus.End)
        {
            Assert.Equal(MrtStatus.Record, status);
            Assert.True(RibRecord.Decode(in record, out var rib).IsNone);
            while (rib.TryRead(out var entry))
            {
                var attributes = PathAttributes.Decode(entry.Attributes);
                var nextHop = attributes.NextHop?.ToString() ?? NextHop(MrtNextHop.Find(entry.Attributes));
                lines.Add(
                    $"{entry.PeerIndex} {rib.Head.Afi}/{rib.Head.Safi} {Convert.ToHexString(rib.Head.Nlri)} @{entry.PathId} via {nextHop} "
                    + $"{attributes.AsPath} {attributes.Origin} {attributes.Med} {attributes.LocalPref} {attributes.Communities.Single()}");
            }

            Assert.False(rib.IsCutShort);
        }

        return ([.. table.Peers.Select(peer => $"{peer.Identifier} {peer.Address} {peer.Asn}")], lines);
    }

    private static string NextHop(ReadOnlySpan<byte> octets) => octets.Length switch
    {
        0 => "-",
        4 or 16 => Wire.Net.Ip.FromBytes(octets).ToString(),
        _ => Wire.Net.Ip.FromBytes(octets[8..]).ToString(),
    };

    private static async Task<string[]> DumpAsync(string file)
    {
        using var process = Process.Start(new ProcessStartInfo(BgpDump, ["-m", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
