using System.Diagnostics;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>One node holds the address: by VRRP, by CARP.</summary>
public sealed class ActiveBackupTests
{
    [Theory]
    [InlineData("keepalived")]
    [InlineData("ucarp")]
    public async Task ActiveBackup_HolderKilledAndLinkDown_AddressAnswersOnTheOther(string driver)
    {
        Prerequisite.Program("/usr/sbin/keepalived", "keepalived");
        Prerequisite.Program("/usr/sbin/ucarp", "ucarp");
        Prerequisite.Program("/usr/bin/arping", "iputils-arping");
        await using var site = new FabricSite();
        var (one, two) = (site.Add("land-1", 21), site.Add("land-2", 22));
        var isCarp = driver == "ucarp";
        foreach (var machine in site.Machines)
        {
            File.WriteAllText(Path.Combine(machine.Tree, "carp"), "secret-of-the-test\n");
        }

        var yaml = FabricYaml.Of("active-backup", [one, two], more: $"  driver: {driver}\n  vrrp: {{ id: 7{(isCarp ? ", password: \"file:carp\"" : "")} }}\n");
        site.WriteFabric(isCarp ? yaml.Replace($", \"{FabricSite.Floating6}\"", "", StringComparison.Ordinal) : yaml);
        site.Router.Ip("route", "add", $"{FabricSite.Floating4}/32", "dev", "eth0");
        site.Router.Ip("-6", "route", "add", $"{FabricSite.Floating6}/128", "dev", "eth0");
        one.Apply();
        await Eventually.Holds("the preferred node holds the address", () => Holds(one) && Answers(site, isCarp));
        two.Apply();
        Assert.Contains("nothing to change", one.Apply(), StringComparison.Ordinal);
        Assert.False(Holds(two));

        site.KillMachine(one);
        var lost = Stopwatch.StartNew();
        await Eventually.Holds("the address answers on the other node", () => Holds(two) && Answers(site, isCarp));
        TestContext.Current.TestOutputHelper?.WriteLine($"{driver}: answers on the other node after {lost.Elapsed.TotalSeconds:F1} s");
        Assert.InRange(lost.Elapsed.TotalSeconds, 0, 8);
    }

    private static bool Holds(FabricMachineSpace machine) =>
        machine.Space.Run("ip", "-o", "addr", "show", "dev", "eth0").Contains($"{FabricSite.Floating4}/32", StringComparison.Ordinal);

    private static bool Answers(FabricSite site, bool isIpv4Only) =>
        site.Router.Try("ping", "-c", "1", "-W", "1", FabricSite.Floating4).Code == 0
        && (isIpv4Only || site.Router.Try("ping", "-c", "1", "-W", "1", FabricSite.Floating6).Code == 0);
}
