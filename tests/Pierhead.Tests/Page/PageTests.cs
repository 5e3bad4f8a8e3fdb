using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Pierhead.Tests.Cli;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Pierhead.Tests.Page;

/// <summary>The page in a real browser, against the API's shapes.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    private const string Attack = "<img src=x onerror=\"window.owned=true\"><script>window.owned=true</script>";

    [Fact]
    public async Task Page_NodeAnswers_ShowsNodeTenantsAndSessions()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.AddRange([
            Samples.Session(),
            Samples.Session("edge2.ams1", state: "idle", error: "received Cease 6/2: maintenance"),
            Samples.Session("edge1.fra1", "globex"),
        ]);
        var page = await browser.OpenAsync();

        await page.GotoAsync(node.Address);

        await Expect(page.GetByText("Connected")).ToBeVisibleAsync();
        await Expect(page).ToHaveTitleAsync("land-1 · Pierhead");
        await Expect(page.Locator("#routes")).ToHaveTextAsync("312,004");
        await Expect(page.Locator("#sessions-note")).ToHaveTextAsync("of 7 configured");
        await Expect(page.Locator("#uptime")).ToHaveTextAsync("3 d 4 h");
        var sessions = page.GetByRole(AriaRole.Table, new() { Name = "Sessions" });
        await Expect(sessions.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await Expect(sessions.GetByRole(AriaRole.Row).Nth(2)).ToContainTextAsync("received Cease 6/2: maintenance");
        await Expect(sessions.GetByRole(AriaRole.Columnheader, new() { Name = "Last error" })).ToBeVisibleAsync();
        var tenants = page.GetByRole(AriaRole.Table, new() { Name = "Tenants" });
        await Expect(tenants.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("acme");
        await Expect(tenants.GetByRole(AriaRole.Row).Nth(2)).ToContainTextAsync("globex");
    }

    [Fact]
    public async Task Page_StateChosen_ShowsOnlyThose()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.AddRange([Samples.Session(), Samples.Session("edge2.ams1", state: "idle")]);
        var page = await browser.OpenAsync();
        await page.GotoAsync(node.Address);
        var rows = page.GetByRole(AriaRole.Table, new() { Name = "Sessions" }).GetByRole(AriaRole.Row);
        await Expect(rows).ToHaveCountAsync(3);

        await page.GetByLabel("State").SelectOptionAsync("idle");

        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.Nth(1)).ToContainTextAsync("edge2.ams1");
    }

    [Fact]
    public async Task Lookup_WithTheKeyboardAlone_ShowsRoutes()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.AddRange([Samples.Route(), Samples.Route("1.0.0.0/8", "edge2.fra1", stale: true)]);
        var page = await browser.OpenAsync();
        await page.GotoAsync(node.Address);

        await page.GetByLabel("IPv4 or IPv6 address").FillAsync("1.1.1.1");
        await page.Keyboard.PressAsync("Enter");

        var found = page.GetByRole(AriaRole.Table, new() { Name = "Look up an address" });
        await Expect(found.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await Expect(found.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("edge1.ams11.1.1.0/243356 13335203.0.113.164500:1001 64500:7:8");
        await Expect(found.GetByRole(AriaRole.Row).Nth(2)).ToContainTextAsync("stale");
        await Expect(found.GetByRole(AriaRole.Columnheader, new() { Name = "RD", Exact = true })).ToHaveCountAsync(0);
        await Expect(page.GetByText("1.1.1.1: 2 routes")).ToBeVisibleAsync();
        Assert.Contains("GET /api/v1/lookup?address=1.1.1.1", node.Asked);
    }

    [Fact]
    public async Task Lookup_RoutesOfVpns_ShowWhatTellsThemApart()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.AddRange([
            Samples.Route("10.0.0.0/8") with { Family = "vpnv4", Rd = "64500:1", PathId = 0, Labels = [16, 17] },
            Samples.Route("10.0.0.0/8") with { Family = "vpnv4", Rd = "64500:1", PathId = 7, Labels = [18] },
            Samples.Route() with { Family = "ipv4-flowspec", Prefix = null, Rule = "destination 10.0.0.1/32 protocol =17", NextHop = null },
        ]);
        var page = await browser.OpenAsync();
        await page.GotoAsync(node.Address);

        await page.GetByLabel("IPv4 or IPv6 address").FillAsync("10.1.1.1");
        await page.Keyboard.PressAsync("Enter");

        var found = page.GetByRole(AriaRole.Table, new() { Name = "Look up an address" });
        await Expect(found.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        foreach (var title in new[] { "RD", "Path", "Labels" })
        {
            await Expect(found.GetByRole(AriaRole.Columnheader, new() { Name = title, Exact = true })).ToBeVisibleAsync();
        }

        await Expect(found.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("edge1.ams164500:110.0.0.0/8016 173356 13335");
        await Expect(found.GetByRole(AriaRole.Row).Nth(2)).ToContainTextAsync("edge1.ams164500:110.0.0.0/8718");
        await Expect(found.GetByRole(AriaRole.Row).Nth(3)).ToContainTextAsync("destination 10.0.0.1/32 protocol =17");
    }

    [Fact]
    public async Task Lookup_NothingFoundOrRefused_SaysSo()
    {
        await using var node = await StubNode.StartAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync(node.Address);
        await page.GetByLabel("IPv4 or IPv6 address").FillAsync("192.0.2.1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
        await Expect(page.GetByText("No device has a route to 192.0.2.1.")).ToBeVisibleAsync();

        node.Instead = context => Results.Problem("'x' is not an address.", statusCode: 400, title: "No.").ExecuteAsync(context);
        await page.GetByLabel("IPv4 or IPv6 address").FillAsync("x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();

        await Expect(page.Locator("#lookup-status")).ToHaveTextAsync("'x' is not an address.");
    }

    [Fact]
    public async Task Page_TokenNeeded_AsksAndKeepsItForTheTab()
    {
        await using var node = await StubNode.StartAsync();
        node.Token = "right";
        node.Sessions.Add(Samples.Session());
        var page = await browser.OpenAsync();
        await page.GotoAsync(node.Address);
        var field = page.GetByLabel("This node asks for a token");
        await Expect(field).ToBeFocusedAsync();
        await Browser.KeepPictureAsync(page, "page-token");

        await field.FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("does not accept that token")).ToBeVisibleAsync();
        await field.FillAsync("right");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText("Connected")).ToBeVisibleAsync();
        await Expect(field).ToBeHiddenAsync();
        await page.ReloadAsync();
        await Expect(page.GetByText("Connected")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget the token" }).ClickAsync();
        await Expect(field).ToBeVisibleAsync();
        Assert.Null(await page.EvaluateAsync<string?>("sessionStorage.getItem('pierhead.token')"));
    }

    [Fact]
    public async Task Page_MarkupInData_IsShownAsText()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.Add(Samples.Session(Attack, Attack, state: "idle", error: Attack, description: Attack));
        node.Routes.Add(Samples.Route(device: Attack) with { AsPath = Attack });
        node.Summary = Samples.Summary with { Node = Attack };
        var page = await browser.OpenAsync();

        await page.GotoAsync(node.Address);
        await page.GetByLabel("IPv4 or IPv6 address").FillAsync("<b>1");
        await page.Keyboard.PressAsync("Enter");

        var sessions = page.GetByRole(AriaRole.Table, new() { Name = "Sessions" });
        await Expect(sessions.GetByRole(AriaRole.Cell, new() { Name = Attack, Exact = true })).ToHaveCountAsync(4);
        await Expect(page.Locator("#node")).ToHaveTextAsync(Attack);
        await Expect(page.Locator("#lookup-table td").Nth(6)).ToHaveTextAsync(Attack);
        Assert.Equal(0, await page.Locator("td img, td script, #node img").CountAsync());
        Assert.False(await page.EvaluateAsync<bool>("window.owned === true"));
    }

    [Fact]
    public async Task Page_NodeGoesAway_SaysThatWhatIsShownIsOld()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.Add(Samples.Session());
        var page = await browser.OpenAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(node.Address);
        await Expect(page.GetByText("Connected")).ToBeVisibleAsync();

        await node.StopAsync();
        await page.Clock.RunForAsync(5_000);

        await Expect(page.GetByText("Not reachable")).ToBeVisibleAsync();
        await Browser.KeepPictureAsync(page, "page-unreachable");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The node cannot be reached");
        await Expect(page.GetByText("edge1.ams1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_Polled_BringsRowsUpToDateInPlace()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.Add(Samples.Session());
        var page = await browser.OpenAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(node.Address);
        var row = page.Locator("#sessions-table tbody tr").First;
        await Expect(row).ToContainTextAsync("established");
        await row.EvaluateAsync("row => row.kept = true");

        node.Sessions[0] = Samples.Session(state: "idle", error: "hold timer expired");
        node.Sessions.Insert(0, Samples.Session("edge0.ams1"));
        await page.Clock.RunForAsync(5_000);

        var rows = page.Locator("#sessions-table tbody tr");
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.Nth(0)).ToContainTextAsync("edge0.ams1");
        await Expect(rows.Nth(1)).ToContainTextAsync("hold timer expired");
        Assert.True(await rows.Nth(1).EvaluateAsync<bool>("row => row.kept === true"));
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(400, ColorScheme.Light)]
    [InlineData(400, ColorScheme.Dark)]
    public async Task Page_AtAnyWidth_NeedsNoSidewaysScrolling(int width, ColorScheme scheme)
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.AddRange([
            Samples.Session(description: "rack 4, row B"),
            Samples.Session("edge2.ams1") with { Address = "2001:db8:1234:5678:9abc:def0:1234:5678", StaleRoutes = 1_234 },
            Samples.Session("core-router-with-a-long-name.frankfurt1", "globex", "idle", "received NOTIFICATION Cease 6/2: maintenance until tomorrow"),
            Samples.Session("edge4.fra1", "globex", "active", "never connected: check the address and the password"),
        ]);
        node.Routes.AddRange([
            Samples.Route(),
            Samples.Route("2001:db8:1234:5678::/64", "edge2.ams1", stale: true) with
            {
                NextHop = "2001:db8:ffff::1",
                AsPath = "64500 3356 174 6939 13335 {64511 64512}",
                Communities = [.. Enumerable.Range(1000, 12).Select(n => $"64500:{n}")],
            },
        ]);
        var page = await browser.OpenAsync(width, scheme: scheme);
        await page.GotoAsync(node.Address);
        await page.GetByLabel("IPv4 or IPv6 address").FillAsync("1.1.1.1");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#lookup-table tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator("#sessions-table tbody tr")).ToHaveCountAsync(4);

        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth");

        await Browser.KeepPictureAsync(page, $"page-{width}-{scheme}");
        Assert.True(overflow <= 0, $"{overflow} px too wide");
    }
}
