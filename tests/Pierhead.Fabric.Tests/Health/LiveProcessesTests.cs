using Pierhead.Fabric.Health;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Fabric.Tests.Health;

public sealed class LiveProcessesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pierhead-proc-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Missing_LiveZombieOtherNamespaceAndNone_NamesTheLastThree()
    {
        Process("self", "tests", 'R', "net:[1]");
        Process("10", "exabgp", 'S', "net:[1]");
        Process("11", "bird", 'Z', "net:[1]");
        Process("12", "vector", 'S', "net:[2]");
        Process("13", "a) R name", 'S', "net:[1]");
        Process("14", "very-long-name-", 'S', "net:[1]");
        Assert.Equal(
            ["no process `bird` is alive", "no process `vector` is alive", "no process `none` is alive"],
            new LiveProcesses(_root).Missing(["exabgp", "bird", "vector", "none", "a) R name", "very-long-name-of-all"]));
    }

    [Fact]
    public void Missing_OurOwnProcess_IsAlive() =>
        Assert.Empty(new LiveProcesses().Missing([File.ReadAllText("/proc/self/comm").Trim()]));

    [Fact]
    public void Missing_AddressesOnLoopback_AreNamedWhereNot()
    {
        var plan = Plans.Of(FabricMode.AnnouncedHash);
        Assert.Equal(
            "2001:db8:ffff::10 is not on lo: run `pierhead fabric apply`",
            Assert.Single(LoopbackAddresses.Missing(plan, new HashSet<Ip> { plan.Addresses[0] })));
        Assert.Equal(2, LoopbackAddresses.Missing(plan).Count());
        Assert.Empty(LoopbackAddresses.Missing(Plans.Of(FabricMode.ActiveBackup)));
    }

    private void Process(string id, string name, char state, string space)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, id, "ns")).Parent!.FullName;
        File.WriteAllText(Path.Combine(folder, "stat"), $"{id} ({name}) {state} 1 1 1");
        File.CreateSymbolicLink(Path.Combine(folder, "ns", "net"), space);
    }
}
