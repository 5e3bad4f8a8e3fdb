using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests;

/// <summary>What an operator does while routers are connected, and what they see of it.</summary>
public sealed class OperationTests
{
    private const string Established = "established";

    [Fact]
    public async Task Reload_DescriptionPasswordAndRemovedDevice_LeavesEveryOtherSession()
    {
        await using var lab = new Lab();
        Router[] routers =
        [
            lab.AddRouter(RouterKind.Bird, "described"),
            lab.AddRouter(RouterKind.Bird, "rekeyed"),
            lab.AddRouter(RouterKind.Bird, "removed"),
            lab.AddRouter(RouterKind.Bird, "keyed"),
            lab.AddRouter(RouterKind.Frr, "plain"),
            lab.AddRouter(RouterKind.Gobgp, "ranged"),
        ];
        var (described, rekeyed, removed, keyed, plain, ranged) =
            (Entry(routers[0]), Entry(routers[1]) with { Password = "first" }, Entry(routers[2]), Entry(routers[3]) with { Password = "kept" }, Entry(routers[4]), routers[5]);
        var ranges = new[] { new DeviceEntry("range", $"10.91.{ranged.Site.Number}.0/24", $"fd91:{ranged.Site.Number}::/64") };
        var node = await lab.StartPierhead(new ConfigTree(64500, described, rekeyed, removed, keyed, plain) { Ranges = ranges });
        foreach (var router in routers)
        {
            var password = router.Site.Name switch { "rekeyed" => "first", "keyed" => "kept", _ => null };
            await router.Start(new RouterSettings(Password: password));
        }

        await Eventually.Holds(
            "all twelve sessions", () => node.Api.Sessions(), sessions => sessions.Count(session => session.State == Established) == 12);
        var before = (await node.Api.Sessions()).ToDictionary(session => session.Address);

        node.Reload(new ConfigTree(64500, described with { Description = "rack 5" }, rekeyed with { Password = "second" }, keyed, plain) { Ranges = ranges });

        await Eventually.Holds("the removed one sees 6/3", () => routers[2].SawNotification(6, 3));
        await Eventually.Holds(
            "the sessions of the changed password end",
            () => node.Api.Sessions("rekeyed"),
            sessions => sessions.All(session => session.State != Established));
        routers[1].Kill();
        await routers[1].Start(new RouterSettings(Password: "second"));
        await Eventually.Holds(
            "the changed password lets in",
            () => node.Api.Sessions("rekeyed"),
            sessions => sessions.Count(session => session.State == Established) == 2);

        var after = await node.Api.Sessions();
        Assert.DoesNotContain(after, session => session.Device == "removed");
        Assert.All(after.Where(session => session.Device == "described"), session => Assert.Equal("rack 5", session.Description));
        var others = after.Where(session => session.Device != "rekeyed").ToArray();
        Assert.Equal(8, others.Length);
        Assert.All(others, session => Assert.Equal((before[session.Address].EstablishedAt, 0L), (session.EstablishedAt, session.Flaps)));
    }

    [Fact]
    public async Task Terminate_SixRoutersConnected_EachSeesAdministrativeShutdown()
    {
        var limit = TimeSpan.FromSeconds(5);
        await using var lab = new Lab();
        Router[] routers =
        [
            .. new[] { RouterKind.Bird, RouterKind.Frr, RouterKind.Gobgp, RouterKind.Bird, RouterKind.Frr, RouterKind.Gobgp }
                .Select((kind, index) => lab.AddRouter(kind, $"edge{index + 1}")),
        ];
        var node = await lab.StartPierhead(new ConfigTree(64500, [.. routers.Select(Entry)]));
        foreach (var router in routers)
        {
            await router.Start(new RouterSettings { Announcements = Announcement.Many(2000, 40) });
        }

        await Eventually.Holds("all routes of all sessions", () => node.Api.Summary(), summary => summary.Routes.Total == 6 * 2 * 2000);

        var took = node.Terminate(limit);
        Assert.NotNull(took);
        Assert.Equal(0, node.ExitCode);
        foreach (var router in routers)
        {
            await Eventually.Holds($"{router.Site.Name} sees 6/2", () => router.SawNotification(6, 2, "Pierhead node land-1 is stopping"));
        }
    }

    private static DeviceEntry Entry(Router router) => new(router.Site.Name, router.Site.Ipv4, router.Site.Ipv6);
}
