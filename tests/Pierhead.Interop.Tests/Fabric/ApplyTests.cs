using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>Applying on a real machine: twice, failing, cut off, by two, and without the rights.</summary>
public sealed class ApplyTests
{
    [Fact]
    public async Task Apply_TwiceFailingAndCutOff_MachineIsWhatItWasOrWhatTheTreeSays()
    {
        Prerequisite.Program("/usr/sbin/bird", "bird2");
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        await using var site = new FabricSite();
        var (one, two) = (site.Add("land-1", 21), site.Add("land-2", 22));
        site.WriteFabric(FabricYaml.Of("announced-hash", [one, two], announce: ", speaker: bird"));
        var bare = State(one);

        // A folder stands where BIRD's log is to be: the last step fails.
        Directory.CreateDirectory(Path.Combine(one.Run, "bird.log", "in-the-way"));
        var (code, _, error) = one.Try("fabric", "apply", "--config", one.Tree, "--machine", "land-1", "--run", one.Run);
        Assert.Equal(1, code);
        Assert.Contains("bird.log", error, StringComparison.Ordinal);
        Assert.Contains("Everything begun was taken back", error, StringComparison.Ordinal);
        Assert.Equal(bare, State(one));

        Directory.Delete(Path.Combine(one.Run, "bird.log"), recursive: true);
        Assert.Contains("land-1: applied", one.Apply(), StringComparison.Ordinal);
        var applied = State(one);
        Assert.NotEqual(bare, applied);
        var bird = one.ProcessOf("bird");
        Assert.Contains("nothing to change", one.Apply(), StringComparison.Ordinal);
        Assert.Equal(bird, one.ProcessOf("bird"));
        Assert.Equal(0, one.Try("fabric", "status", "--config", one.Tree, "--machine", "land-1", "--run", one.Run).Code);

        // By hand, and put right.
        one.Space.Ip("addr", "del", $"{FabricSite.Floating4}/32", "dev", "lo");
        Assert.Equal(1, one.Try("fabric", "diff", "--config", one.Tree, "--machine", "land-1", "--run", one.Run).Code);
        Assert.Contains($"add {FabricSite.Floating4}/32 to lo", one.Apply(), StringComparison.Ordinal);
        Assert.Equal(applied, State(one));

        // Killed at its first step, which has already been told.
        site.WriteFabric(FabricYaml.Of("active-backup", [one, two]));
        one.Space.Try("timeout", "-s", "KILL", "0.6", FabricMachineSpace.Executable, "fabric", "apply", "--config", one.Tree, "--machine", "land-1", "--run", one.Run);
        site.WriteFabric(FabricYaml.Of("announced-hash", [one, two], announce: ", speaker: bird"));
        one.Apply();
        Assert.Equal(applied, State(one));
        Assert.Equal(0, one.Try("fabric", "status", "--config", one.Tree, "--machine", "land-1", "--run", one.Run).Code);
    }

    [Fact]
    public async Task Apply_AnotherHoldsTheLockOrRightsAreMissing_RefusedBeforeAnythingIsTouched()
    {
        Prerequisite.Program("/usr/bin/flock", "util-linux");
        await using var site = new FabricSite();
        var (one, two) = (site.Add("land-1", 21), site.Add("land-2", 22));
        site.WriteFabric(FabricYaml.Of("announced-hash", [one, two], announce: ", speaker: bird"));
        var bare = (State(one), State(two));
        Directory.CreateDirectory(Path.Combine(one.Run, "fabric"));
        _ = site.Start(one.Space, "flock", Path.Combine(one.Run, "fabric", "lock"), "sleep", "60");
        await Eventually.Holds("the lock is held", () => one.Space.Try("flock", "-n", Path.Combine(one.Run, "fabric", "lock"), "true").Code != 0);
        var (code, _, error) = one.Try("fabric", "apply", "--config", one.Tree, "--machine", "land-1", "--run", one.Run, "--wait", "1");
        Assert.Equal(1, code);
        Assert.Contains("another `pierhead fabric` applies on this machine now", error, StringComparison.Ordinal);

        (code, _, error) = two.Space.Try("setpriv", "--bounding-set=-net_admin", "--inh-caps=-all", FabricMachineSpace.Executable, "fabric", "apply", "--config", two.Tree, "--machine", "land-2", "--run", two.Run);
        Assert.Equal(1, code);
        Assert.Contains("needs root, or CAP_NET_ADMIN", error, StringComparison.Ordinal);
        Assert.Equal(bare, (State(one), State(two)));
    }

    [Fact]
    public async Task Check_HardwareAddressOfAnotherIsWrong_IsNamed()
    {
        await using var site = new FabricSite();
        var (one, two) = (site.Add("land-1", 21), site.Add("land-2", 22));
        var yaml = FabricYaml.Of("announced-hash", [one, two]);
        site.WriteFabric(yaml);
        Assert.Equal(0, one.Try("fabric", "check", "--config", one.Tree).Code);
        site.WriteFabric(yaml.Replace("02:00:00:00:00:16", "02:00:00:00:00:99", StringComparison.Ordinal));
        var (code, output, _) = one.Try("fabric", "check", "--config", one.Tree);
        Assert.Equal(1, code);
        Assert.Contains("`mac` 02:00:00:00:00:99 is not that of `land-2`: 10.10.0.22 is at 02:00:00:00:00:16 on the link", output, StringComparison.Ordinal);
        (code, output, _) = two.Try("fabric", "check", "--config", two.Tree);
        Assert.Equal(1, code);
        Assert.Contains("`mac` 02:00:00:00:00:99 is not that of `land-2`: its eth0 has 02:00:00:00:00:16", output, StringComparison.Ordinal);
    }

    /// <summary>What the kernel has: addresses, rules, tables, settings.</summary>
    private static string State(FabricMachineSpace machine) => machine.Space.Run(
        "sh", "-c",
        "ip -o addr show | sed 's/ valid_lft.*//'; ip rule; ip -6 rule; ip route show table all | sort; nft list tables; sysctl net.ipv4.ip_forward net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_announce net.ipv4.conf.eth0.rp_filter net.ipv6.conf.all.forwarding");
}
