using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Control.Tests;

public sealed class SourceClaimTests
{
    [Fact]
    public void Load_NestedRangesOfOneTenant_MostSpecificWins()
    {
        using var folder = ConfigFolder.Small("""
            tenant: t
            asn: 64500
            devices:
              - { name: own, addresses: [10.1.2.3] }
              - { name: silent, addresses: [10.1.2.4], table_from: own }
            accept:
              - { from: 10.0.0.0/8, max_sessions: 1 }
              - { from: 10.1.0.0/16, max_sessions: 2 }
              - { from: "::/0", max_sessions: 3 }
            """);
        var configuration = folder.Load().Configuration!;
        Assert.Equal("10.1.0.0/16", Find("10.1.9.9"));
        Assert.Equal("10.0.0.0/8", Find("10.2.9.9"));
        Assert.Equal("::/0", Find("2001:db8::1"));
        Assert.Equal("own", Find("10.1.2.3"));
        Assert.Null(Find("10.1.2.4"));
        Assert.Null(Find("11.0.0.1"));

        string? Find(string address)
        {
            Assert.True(Ip.TryParse(address, out var source));
            return configuration.TryClaim(source, out var claim) ? claim.Range?.From.ToString() ?? claim.Device.Name : null;
        }
    }

    [Fact]
    public void Load_RangesThatOnlyTouch_AreApart()
    {
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/globex.yaml", "devices:", "accept:\n  - { from: 10.79.0.0/16 }\n  - { from: 10.77.0.0/16 }\n  - { from: 10.76.0.0/15, site: x }\ndevices:");
        Assert.Equal(
            ["tenants/globex.yaml:6: there is no site `x` in this tenant"],
            folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_DeviceInOverlappingRanges_IsNoMistakeOfItsOwn()
    {
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/globex.yaml", "[192.0.2.77]", "[10.78.5.1]");
        folder.Change("tenants/globex.yaml", "devices:", "accept:\n  - { from: 10.78.5.0/24 }\ndevices:");
        Assert.Equal(
            ["tenants/globex.yaml:4: the range 10.78.5.0/24 overlaps 10.78.0.0/16 of tenant `acme` (tenants/acme.yaml:31)"],
            folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_DeviceInForeignRangeAfterNestedOnes_IsFound()
    {
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/acme.yaml", "accept:\n", "accept:\n  - { from: 10.78.1.0/24 }\n  - { from: 10.78.2.0/24 }\n");
        folder.Change("tenants/globex.yaml", "[192.0.2.77]", "[10.78.200.1]");
        Assert.Equal(
            ["tenants/globex.yaml:5: 10.78.200.1 is in the range 10.78.0.0/16 of tenant `acme` (tenants/acme.yaml:33)"],
            folder.Load().Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Load_ExporterOfOwnAddress_IsNoClash()
    {
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/acme.yaml", "exporters: [198.51.100.1]", "exporters: [\"2001:db8::1\", 198.51.100.9, 10.78.0.9]");
        Assert.Empty(folder.Load().Errors);
    }
}
