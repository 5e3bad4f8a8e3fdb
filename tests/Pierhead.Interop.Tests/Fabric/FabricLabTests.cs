using System.Diagnostics;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>The lab itself: what the fabric's tests stand on. It shows nothing of the fabric.</summary>
[Collection(nameof(FabricLab))]
public sealed class FabricLabTests
{
    private static readonly string[] Machines = ["lb-1", "lb-2", "land-1", "land-2", "land-3", "land-4"];

    [Fact]
    public async Task Up_EveryMachine_ReachesTheRouter()
    {
        var lab = await FabricLab.Up("direct-return", bare: true);
        await using (lab)
        {
            foreach (var machine in Machines)
            {
                Assert.Equal(machine, lab.Exec(machine, "hostname").Trim());
                foreach (var address in (string[])["10.10.0.1", "fd00:10::1", "10.30.1.200", "fd00:30::1:c8"])
                {
                    var (code, output, error) = lab.TryExec(machine, "ping", "-c", "1", "-W", "2", address);
                    Assert.True(code == 0, $"{machine} to {address}: {output}{error}");
                }
            }

            // A cable that is out, and a machine that is dead, are so for the machine alone.
            lab.Link("land-1", up: false);
            lab.Kill("land-2");
            Assert.NotEqual(0, lab.TryExec("land-1", "ping", "-c", "1", "-W", "1", "10.10.0.1").Code);
            Assert.Contains("does not run", lab.TryExec("land-2", "true").Error, StringComparison.Ordinal);
            lab.Link("land-1", up: true);
            lab.Exec("land-1", "ping", "-c", "1", "-W", "2", "10.10.0.1");
            Assert.Equal((3, "out\n", "err\n"), lab.TryExec("land-1", "sh", "-c", "echo out; echo err >&2; exit 3"));
            Assert.All(lab.Sessions(), node => Assert.Null(node.Ipv4));
        }

        Assert.Empty(lab.Namespaces);
        Assert.False(Directory.Exists(lab.Folder));
    }

    [Fact]
    public async Task Up_DirectReturnLvs_BalancersAreGuestsWithIpvs()
    {
        var started = Stopwatch.StartNew();
        await using var lab = await FabricLab.Up("direct-return-lvs", bare: true);
        lab.Exec("lb-1", "ipvsadm", "-A", "-t", "203.0.113.10:179", "-s", "mh");
        lab.Exec("lb-1", "ipvsadm", "-a", "-t", "203.0.113.10:179", "-r", "10.10.0.21", "-g");
        var table = lab.Exec("lb-1", "ipvsadm", "-Ln");
        var elapsed = started.Elapsed;
        TestContext.Current.TestOutputHelper?.WriteLine($"{lab.Exec("lb-1", "uname", "-sr")}{table}after {elapsed.TotalSeconds:0.0} s");
        Assert.StartsWith("IP Virtual Server version", table, StringComparison.Ordinal);
        Assert.Contains("10.10.0.21:179", table, StringComparison.Ordinal);
        Assert.True(elapsed < TimeSpan.FromSeconds(20), $"it took {elapsed}");

        Assert.Equal((3, "out\n", "err\n"), lab.TryExec("lb-2", "sh", "-c", "echo out; echo err >&2; exit 3"));
        lab.Exec("lb-2", "ping", "-c", "1", "-W", "2", "fd00:10::1");
        lab.Kill("lb-2");
        Assert.Contains("does not run", lab.TryExec("lb-2", "true").Error, StringComparison.Ordinal);
        lab.Exec("lb-1", "ping", "-c", "1", "-W", "2", "10.10.0.21");
    }
}
