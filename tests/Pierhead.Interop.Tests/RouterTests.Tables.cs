using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests;

public abstract partial class RouterTests
{
    /// <summary>Every route of a larger table is compared, then asked for again while the session stays up (RFC 2918).</summary>
    [Fact]
    public async Task Table_FiftyThousandRoutes_EqualsTheRoutersAndIsRefreshed()
    {
        const int Count = 50_000;
        await using var lab = new Lab();
        var router = lab.AddRouter(_kind, "edge1");
        var address = router.Site.Ipv4;
        var node = await lab.StartPierhead(new ConfigTree(TenantAsn, Device(router)));
        await router.Start(new RouterSettings { OverIpv6 = false, Announcements = [.. Announcement.Few(), .. Announcement.Many(Count, 40)] });
        await UntilSession(node, address, "holds the table", session => session.Routes["ipv4"] == Count + 6);
        await UntilTableIsRight(node, router, address);

        var before = await node.Api.Session(address);
        node.Operate("clear", "edge1", "--soft");
        await UntilSession(node, address, "hears the routes again", session => session.UpdatesReceived > before.UpdatesReceived + 10);
        await UntilTableIsRight(node, router, address);
        var after = await node.Api.Session(address);
        Assert.Equal(before.EstablishedAt, after.EstablishedAt);
        Assert.Equal(Count + 10, (await node.Api.Summary()).Routes.Total);
    }
}
