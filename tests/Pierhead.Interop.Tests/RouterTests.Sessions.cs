using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests;

public abstract partial class RouterTests
{
    /// <summary>iBGP, and eBGP from an AS that needs four octets.</summary>
    [Theory]
    [InlineData(TenantAsn)]
    [InlineData(4200000001)]
    public async Task Sessions_OverIpv4AndIpv6_HoldBothFamiliesAndAllCommunities(uint asn)
    {
        await using var lab = new Lab();
        var router = lab.AddRouter(_kind, "edge1");
        var node = await lab.StartPierhead(new ConfigTree(TenantAsn, Device(router) with { Asn = asn }));
        await router.Start(new RouterSettings(asn, TenantAsn));

        foreach (var address in new[] { router.Site.Ipv4, router.Site.Ipv6 })
        {
            var session = await UntilSession(node, address, "is established", session => session.State == Established);
            await UntilTableIsRight(node, router, address);
            Assert.Equal(["ipv4", "ipv6"], session.Families);
            Assert.Equal(asn, session.RemoteAsn);
            Assert.Equal(TenantAsn, session.LocalAsn);
            Assert.Equal(router.Site.Ipv4, session.RouterId);
        }

        Assert.True(router.IsEstablished(router.Site.NodeIpv4));
        Assert.True(router.IsEstablished(router.Site.NodeIpv6));
        Assert.Contains("20.0.1.0/24", node.Operate("lookup", "20.0.1.7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_UnexpectedAs_IsRefusedAndSaysWhich()
    {
        await using var lab = new Lab();
        var router = lab.AddRouter(_kind, "edge1");
        var node = await lab.StartPierhead(new ConfigTree(TenantAsn, Device(router) with { Asn = 64501 }));
        await router.Start(new RouterSettings(TenantAsn, TenantAsn));

        foreach (var address in new[] { router.Site.Ipv4, router.Site.Ipv6 })
        {
            var session = await UntilSession(
                node, address, "says why", session => session.LastError?.Contains("2/2", StringComparison.Ordinal) == true);
            Assert.NotEqual(Established, session.State);
            Assert.Contains("64500", session.LastError, StringComparison.Ordinal);
        }

        await Eventually.Holds("the router sees 2/2", () => router.SawNotification(2, 2));
    }

    [Fact]
    public async Task Session_UnclaimedAddress_IsRejectedAndListed()
    {
        await using var lab = new Lab();
        var router = lab.AddRouter(_kind, "stranger");
        var node = await lab.StartPierhead(new ConfigTree(TenantAsn));
        await router.Start(new RouterSettings());

        await Eventually.Holds("the router sees 6/5", () => router.SawNotification(6, 5));
        await Eventually.Holds(
            "both addresses are listed",
            () => Task.FromResult(node.Operate("unknown")),
            text => text.Contains(router.Site.Ipv4, StringComparison.Ordinal) && text.Contains(router.Site.Ipv6, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cease_OfEitherSide_ShowsItsReasonOnTheOther()
    {
        const string RouterText = "rack 4 moves, CHG-1177";
        const string NodeText = "Pierhead node land-1 is stopping: SIGTERM";
        await using var lab = new Lab();
        var router = lab.AddRouter(_kind, "edge1");
        var node = await lab.StartPierhead(new ConfigTree(TenantAsn, Device(router)));
        await router.Start(new RouterSettings());
        await UntilEstablished(node, router.Site.Ipv4, router.Site.Ipv6);

        router.ShutDown(router.Site.NodeIpv4, RouterText);
        var ended = await UntilSession(node, router.Site.Ipv4, "has ended", session => session.State != Established);

        // With the N bit on both sides it comes inside a Hard Reset (RFC 8538).
        Assert.Contains("Administrative Shutdown", ended.LastError, StringComparison.Ordinal);
        Assert.Contains(RouterText, ended.LastError, StringComparison.Ordinal);
        Assert.Equal(Established, (await node.Api.Session(router.Site.Ipv6)).State);

        Assert.NotNull(node.Terminate(TimeSpan.FromSeconds(5)));
        Assert.Equal(0, node.ExitCode);
        await Eventually.Holds("the router sees 6/2 and the text", () => router.SawNotification(6, 2, NodeText));
    }
}
