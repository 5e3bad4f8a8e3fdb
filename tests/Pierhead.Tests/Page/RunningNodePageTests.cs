using Microsoft.Playwright;
using Pierhead.Tests.Node;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Pierhead.Tests.Page;

/// <summary>The page in a real browser against a whole node that routers are connected to.</summary>
public sealed class RunningNodePageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Page_RoutersOfTwoTenants_ShowsSessionsCountsAndRoutesOfEachDevice()
    {
        var page = await browser.OpenAsync();
        await using var node = await TwoTenants.StartAsync(withTokens: false);
        var routers = await TwoTenants.ConnectAsync(node);

        await page.GotoAsync(node.Api.ToString());

        await Expect(page).ToHaveTitleAsync("test-1 · Pierhead");
        await Expect(page.Locator("#sessions")).ToHaveTextAsync("4");
        await Expect(page.Locator("#routes")).ToHaveTextAsync("2,400");
        var sessions = page.GetByRole(AriaRole.Table, new() { Name = "Sessions" }).GetByRole(AriaRole.Row);
        await Expect(sessions).ToHaveCountAsync(5);
        await Expect(sessions.Nth(2)).ToContainTextAsync("establishedacmeedge1127.81.0.1600");
        await Expect(sessions.Nth(4)).ToContainTextAsync("establishedglobexglobex-only127.82.0.2600");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Last error" })).ToHaveCountAsync(0);
        var tenants = page.GetByRole(AriaRole.Table, new() { Name = "Tenants" }).GetByRole(AriaRole.Row);
        await Expect(tenants.Nth(1)).ToContainTextAsync("acme2221,200");

        await page.GetByLabel("IPv4 or IPv6 address").FillAsync("1.1.1.1");
        await page.Keyboard.PressAsync("Enter");

        var found = page.GetByRole(AriaRole.Table, new() { Name = "Look up an address" }).GetByRole(AriaRole.Row);
        await Expect(found).ToHaveCountAsync(5);
        await Expect(found.Nth(1)).ToContainTextAsync("acme-only1.1.1.0/24");
        await Expect(found.Nth(3)).ToContainTextAsync("globexedge11.1.1.0/24");
        await Browser.KeepPictureAsync(page, "page-running-node");

        await routers[1].DisposeAsync();
        await Expect(page.Locator("#sessions-note")).ToHaveTextAsync("of 4 configured");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Last error" })).ToBeVisibleAsync();
        await Expect(sessions.Nth(4)).ToContainTextAsync("received NOTIFICATION 6/2 Administrative Shutdown");
        await routers[0].DisposeAsync();
    }
}
