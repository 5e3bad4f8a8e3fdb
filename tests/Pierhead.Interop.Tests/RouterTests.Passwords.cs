using System.Globalization;
using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests;

public abstract partial class RouterTests
{
    /// <summary>
    /// TCP MD5 of a device and of a range: who has the password comes up; who has another one or none never does, which shows in the kernel's
    /// counters and as a device that never connected.
    /// </summary>
    [Fact]
    public async Task Password_OfDeviceAndRange_LetsInOnlyWhoHasIt()
    {
        const string Right = "right-one";
        await using var lab = new Lab();
        var deviceRight = lab.AddRouter(_kind, "device-right");
        var deviceWrong = lab.AddRouter(_kind, "device-wrong");
        var deviceWithout = lab.AddRouter(_kind, "device-none");
        var rangeRight = lab.AddRouter(_kind, "range-right");
        var rangeWrong = lab.AddRouter(_kind, "range-wrong");
        Router[] inDevices = [deviceRight, deviceWrong, deviceWithout];
        Router[] inRanges = [rangeRight, rangeWrong];
        var tree = new ConfigTree(TenantAsn, [.. inDevices.Select(router => Device(router) with { Password = Right })])
        {
            Ranges = [.. inRanges.Select(router => new DeviceEntry(
                router.Site.Name, $"10.91.{router.Site.Number}.0/24", $"fd91:{router.Site.Number}::/64") { Password = Right })],
        };
        var node = await lab.StartPierhead(tree);
        await deviceWrong.Start(new RouterSettings(Password: "wrong-one"));
        await rangeWrong.Start(new RouterSettings(Password: "wrong-one"));
        await deviceWithout.Start(new RouterSettings());
        await deviceRight.Start(new RouterSettings(Password: Right));
        await rangeRight.Start(new RouterSettings(Password: Right));

        await UntilEstablished(
            node, deviceRight.Site.Ipv4, deviceRight.Site.Ipv6, rangeRight.Site.Ipv4, rangeRight.Site.Ipv6);
        await UntilTableIsRight(node, deviceRight, deviceRight.Site.Ipv4);

        await Eventually.Holds("wrong passwords are counted", node.Api.Metrics, text => Md5Drops(text, "wrong_key") > 1);
        await Eventually.Holds("missing passwords are counted", node.Api.Metrics, text => Md5Drops(text, "unsigned") > 1);
        var sessions = await node.Api.Sessions();
        foreach (var router in new[] { deviceWrong, deviceWithout })
        {
            foreach (var address in new[] { router.Site.Ipv4, router.Site.Ipv6 })
            {
                var session = Assert.Single(sessions, session => session.Address == address);
                Assert.NotEqual(Established, session.State);
                Assert.Contains("never connected", session.LastError, StringComparison.Ordinal);
                Assert.Contains("TCPMD5", session.LastError, StringComparison.Ordinal);
                Assert.Equal(0, session.Flaps);
            }

            Assert.False(router.IsEstablished(router.Site.NodeIpv4));
            Assert.False(router.IsEstablished(router.Site.NodeIpv6));
        }

        Assert.DoesNotContain(
            sessions,
            session => (session.Address == rangeWrong.Site.Ipv4 || session.Address == rangeWrong.Site.Ipv6) && session.State == Established);
        Assert.False(rangeWrong.IsEstablished(rangeWrong.Site.NodeIpv4));
        Assert.False(rangeWrong.IsEstablished(rangeWrong.Site.NodeIpv6));
    }

    /// <summary>The sum of the counter's lines that name a reason; zero where there are none.</summary>
    private static double Md5Drops(string metrics, string reason) => metrics.Split('\n')
        .Where(line => line.StartsWith("pierhead_tcp_md5_drops", StringComparison.Ordinal)
            && line.Contains($"\"{reason}\"", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.AsSpan(line.IndexOf('}', StringComparison.Ordinal) + 1).ToString().Trim().Split(' ')[0], CultureInfo.InvariantCulture));
}
