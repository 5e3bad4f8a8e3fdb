using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Admission;
using Pierhead.Sessions.Tests.Support;

namespace Pierhead.Sessions.Tests.Admission;

public sealed class Md5KeyPlanTests
{
    [Fact]
    public void Of_DevicesAndRanges_OneKeyForEachSource()
    {
        var a = Trees.Bgp with { Password = new Secret("a") };
        var b = Trees.Bgp with { Password = new Secret("b") };
        var plan = Md5KeyPlan.Of(Trees.Of(
            [
                Trees.Device("edge1", a, "10.0.0.1", "2001:db8::1"),
                Trees.Device("edge2", Trees.Bgp, "10.0.1.1"),
                Trees.Device("edge3", a, "10.0.2.1") with { TableFrom = new(Trees.Acme, "edge1") },
            ],
            Trees.Range("10.0.0.0/24", b),
            Trees.Range("10.9.0.0/24", Trees.Bgp)));

        Assert.Equal(
            ["10.0.0.0/24 b", "10.0.0.1/32 a", "2001:db8::1/128 a"],
            plan.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {System.Text.Encoding.UTF8.GetString(pair.Value.Reveal())}"));
    }

    [Fact]
    public void SourceOf_Claim_ItsRangeOrItsAddress()
    {
        var configuration = Trees.Of([Trees.Device("edge1", Trees.Bgp, "10.0.0.1")], Trees.Range("10.0.0.0/24", Trees.Bgp));
        Assert.True(configuration.TryClaim(Trees.Address("10.0.0.1"), out var device));
        Assert.True(configuration.TryClaim(Trees.Address("10.0.0.2"), out var ranged));

        Assert.Equal("10.0.0.1/32", Md5KeyPlan.SourceOf(device, Trees.Address("10.0.0.1")).ToString());
        Assert.Equal("10.0.0.0/24", Md5KeyPlan.SourceOf(ranged, Trees.Address("10.0.0.2")).ToString());
    }
}
