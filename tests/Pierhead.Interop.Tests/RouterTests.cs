using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;
using Pierhead.Web.Contract;

namespace Pierhead.Interop.Tests;

/// <summary>What is shown with each kind of router: a class for each runs all of it.</summary>
public abstract partial class RouterTests
{
    private const string Established = "established";
    private const uint TenantAsn = 64500;

    private readonly RouterKind _kind;

    private protected RouterTests(RouterKind kind) => _kind = kind;

    /// <summary>A device with both addresses of a router.</summary>
    private static DeviceEntry Device(Router router) => new(router.Site.Name, router.Site.Ipv4, router.Site.Ipv6);

    /// <summary>Waits until the sessions from these addresses are established.</summary>
    private static async Task UntilEstablished(PierheadNode node, params string[] addresses)
    {
        await Eventually.Holds(
            "sessions established",
            () => node.Api.Sessions(),
            sessions => addresses.All(address => sessions.Any(session => session.Address == address && session.State == Established)));
    }

    /// <summary>Waits until the session from an address holds what its router announces, then compares field by field.</summary>
    private static async Task UntilTableIsRight(PierheadNode node, Router router, string address)
    {
        await Eventually.Holds(
            $"the routes of {address}",
            async () => string.Join('\n', ExpectedRoutes.Differences(router, address, await node.Api.Routes(router.Site.Name)).Take(5)),
            differences => differences.Length == 0);
        await Eventually.Holds($"nothing stale of {address}", () => node.Api.Session(address), session => session.StaleRoutes == 0);
        ExpectedRoutes.AssertEqual(router, address, await node.Api.Routes(router.Site.Name));
    }

    private static Task<Session> UntilSession(PierheadNode node, string address, string what, Func<Session, bool> done) =>
        Eventually.Holds($"session of {address} {what}", () => node.Api.Session(address), done);
}
