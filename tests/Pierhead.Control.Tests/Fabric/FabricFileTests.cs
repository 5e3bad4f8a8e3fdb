using System.Text.RegularExpressions;
using Pierhead.Control.Fabric;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Control.Tests.Fabric;

public sealed class FabricFileTests
{
    internal const string Good = """
        fabric:
          mode: direct-return
          addresses: [203.0.113.10, "2001:db8:ffff::10"]
          announce: { asn: 64513, router: { asn: 64512, addresses: [10.10.0.1, "fd00:10::1"] }, bfd: { interval: 100ms, multiplier: 3 } }
          health: { every: 1s, fall: 2, rise: 2 }
          nodes:
            - { name: land-1, addresses: [10.10.0.21, "fd00:10::21"], interface: eth0, mac: "02:00:00:00:00:15", weight: 100, med: 100 }
            - { name: land-2, addresses: [10.10.0.22, "fd00:10::22"], interface: eth0, mac: "02:00:00:00:00:16", weight: 50, med: 200, drain: true }
          balancers:
            - { name: lb-1, addresses: [10.10.0.11, "fd00:10::11"], interface: eth0, mac: "02:00:00:00:00:0b", med: 100 }
            - { name: lb-2, addresses: [10.10.0.12, "fd00:10::12"], interface: eth0, mac: "02:00:00:00:00:0c", med: 200 }
        """;

    [Fact]
    public void Load_GoodFile_IsThePlan()
    {
        using var folder = ConfigFolder.Good().Write("fabric.yaml", Good);
        var result = FabricFile.Load(folder.Root);
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        var plan = result.Plan!;
        Assert.Equal(FabricMode.DirectReturn, plan.Mode);
        Assert.Equal([Ip.From(System.Net.IPAddress.Parse("203.0.113.10")), Ip.From(System.Net.IPAddress.Parse("2001:db8:ffff::10"))], plan.Addresses);
        Assert.Equal([2055, 4739, 6343], plan.FlowPorts);
        Assert.Equal(FabricSpeaker.Bird, plan.Announce!.Speaker);
        Assert.Equal(TimeSpan.FromMilliseconds(100), plan.Announce.Bfd!.Interval);
        Assert.Equal("02:00:00:00:00:16", plan.Nodes[1].Mac.ToString());
        Assert.Equal((50, 0), (plan.Nodes[1].Weight, plan.Nodes[1].NewWeight));
        Assert.Equal(plan.Balancers, plan.Front);
        Assert.Equal(1, plan.Health.Floor);
        Assert.Empty(folder.Load().Errors);
    }

    /// <summary>Only BIRD speaks BFD: else the hold time tells that a machine is lost.</summary>
    [Theory]
    [InlineData("direct-return", "", 9)]
    [InlineData("announced-hash", "speaker: bird, ", 9)]
    [InlineData("announced-hash", "", 3)]
    [InlineData("announced-mask", "hold_time: 30, ", 30)]
    public void Load_HoldTime_IsShortWhereNobodySpeaksBfd(string mode, string keys, int seconds)
    {
        using var folder = ConfigFolder.Good().Write(
            "fabric.yaml", Good.Replace("direct-return", mode, StringComparison.Ordinal).Replace("asn: 64513, ", $"{keys}asn: 64513, ", StringComparison.Ordinal));
        Assert.Equal(TimeSpan.FromSeconds(seconds), FabricFile.Load(folder.Root).Plan!.Announce!.HoldTime);
    }

    [Fact]
    public void Load_Absent_SaysSo()
    {
        using var folder = ConfigFolder.Good();
        Assert.Matches("fabric.yaml:1: there is no such file", FabricFile.Load(folder.Root).Errors.Single().ToString());
        Assert.Empty(folder.Load().Errors);
    }

    /// <summary>What the file has for what it should, and the words in the only error.</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "mode: direct-return", "mode: direct-returns", "did you mean `direct-return`" },
        { "mode: direct-return\n", "mode: direct-return\n  drivers: ucarp\n", "did you mean `driver`" },
        { "203.0.113.10, ", "203.0.113.10, 203.0.113.11, ", "second address of its family" },
        { "203.0.113.10, \"2001:db8:ffff::10\"", "10.10.0.21, \"2001:db8:ffff::10\"", "10.10.0.21 of `land-1` overlaps: it is also the address of the floating address" },
        { "10.10.0.22", "10.10.0.21", "10.10.0.21 of `land-2` overlaps: it is also the address of `land-1`" },
        { "10.10.0.12", "10.10.0.1", "10.10.0.1 of `lb-2` overlaps: it is also the address of the router" },
        { "00:16", "00:15", "is also that of `land-1` (fabric.yaml:7)" },
        { "02:00:00:00:00:15", "03:00:00:00:00:15", "no machine's address" },
        { "02:00:00:00:00:15", "02:00:00:00:15", "is a hardware address such as" },
        { "name: land-2", "name: land-1", "`land-1` is defined twice; the other is at fabric.yaml:7" },
        { "[10.10.0.22, \"fd00:10::22\"]", "[10.10.0.22]", "`land-2` has no IPv6 address, but 2001:db8:ffff::10 has to reach it" },
        { "[10.10.0.1, \"fd00:10::1\"]", "[10.10.0.1]", "`router` has no IPv6 address" },
        { "weight: 100, med: 100 }\n    - { name: land-2", "weight: 100, med: 100, drain: true }\n    - { name: land-2", "every node is drained" },
        { "bfd: { interval: 100ms", "bfd: { interval: 1ms", "is a time from 10ms to 10s" },
        { "asn: 64513, ", "hold_time: 0, asn: 64513, ", "sends no keepalives" },
        { "interface: eth0, mac: \"02:00:00:00:00:15\"", "interface: \"et h0\", mac: \"02:00:00:00:00:15\"", "is the name of an interface" },
        { "med: 200 }", "med: 200, drain: true }", "`drain` is for nodes" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Load_OneMistake_IsNamed(string right, string wrong, string words)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var error = Assert.Single(Errors(Good.Replace(right, wrong, StringComparison.Ordinal)).DistinctBy(e => e.Line));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lvs: { quorum: 151 }", "`quorum` 151 can never be met: it counts units of weight, and all nodes together have 100")]
    [InlineData("lvs: { probe: bfd }", "two BFD speakers on one port (UDP 3784)")]
    [InlineData("lvs: { sync: { threshold: \"3 50\" } }", "`threshold` \"3 50\" counts packets")]
    [InlineData("lvs: { sync: { threshold: often } }", "is two numbers such as \"0 0\"")]
    [InlineData("lvs: { sync: { refresh: 15m }, timeout: 15m }", "at most half of `timeout` (900 s)")]
    public void Load_TrapOfIpvs_IsNamed(string lvs, string words)
    {
        var error = Assert.Single(Errors(Good.Replace("mode: direct-return", $"mode: direct-return-lvs\n  {lvs}", StringComparison.Ordinal)));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OneNodeOnly_IsNamed()
    {
        var error = Assert.Single(Errors(Regex.Replace(Good, ".*land-2.*\n", "")));
        Assert.Equal(7, error.Line);
        Assert.Contains("one node only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UcarpWithIpv6_IsNamed()
    {
        var yaml = Good.Replace("mode: direct-return", "mode: active-backup\n  driver: ucarp\n  vrrp: { password: \"file:secrets/edge1\" }", StringComparison.Ordinal);
        Assert.Contains("speaks IPv4 only, and 2001:db8:ffff::10 is IPv6", Assert.Single(Errors(yaml)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BalancersWithoutAnnounce_IsNamed() =>
        Assert.Contains("needs `announce`", Assert.Single(Errors(Regex.Replace(Good, ".*announce:.*\n", ""))).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_TwinMeds_IsAWarning()
    {
        using var folder = ConfigFolder.Good().Write("fabric.yaml", Good.Replace("\"02:00:00:00:00:0c\", med: 200", "\"02:00:00:00:00:0c\", med: 100", StringComparison.Ordinal));
        Assert.Contains("`lb-1` and `lb-2` have the same `med` 100", Assert.Single(FabricFile.Load(folder.Root).Warnings), StringComparison.Ordinal);
    }

    private static IReadOnlyList<ConfigError> Errors(string yaml)
    {
        using var folder = ConfigFolder.Good().Write("fabric.yaml", yaml);
        var result = FabricFile.Load(folder.Root);
        Assert.Null(result.Plan);
        Assert.All(folder.Load().Errors, error => Assert.Contains(error, result.Errors));
        return result.Errors;
    }
}
