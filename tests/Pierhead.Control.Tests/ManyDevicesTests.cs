using System.Globalization;
using System.Text;
using Xunit;

namespace Pierhead.Control.Tests;

public sealed class ManyDevicesTests
{
    [Fact]
    public void Load_TenThousandDevicesAndRanges_GivesThemAll()
    {
        const int Count = 10_000;
        var text = new StringBuilder("tenant: big\nasn: 64500\nsites:\n  - { name: s }\ndevices:\n");
        for (var i = 0; i < Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - name: r{i}\n    site: s\n    addresses: [10.{i >> 8}.{i & 255}.1, \"2001:db8::{i:x}\"]\n")
                .Append("    bgp:\n      families: [ipv4, ipv6, vpnv4]\n      max_prefixes: { ipv4: 1000 }\n");
        }

        text.Append("accept:\n");
        for (var i = 0; i < Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ from: 172.{i >> 8}.{i & 255}.0/24 }}\n");
        }

        using var folder = ConfigFolder.Small(text.ToString());
        var result = folder.Load();
        Assert.Empty(result.Errors);
        Assert.Equal(Count, result.Configuration!.Devices.Count());
        Assert.Equal(Count, result.Configuration.Ranges.Length);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Load_TenThousandDevicesAllWrong_GivesALineEach()
    {
        const int Count = 10_000;
        var text = new StringBuilder("tenant: big\nasn: 64500\ndevices:\n");
        for (var i = 0; i < Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ name: r{i}, addresses: [10.0.0.1], site: nowhere{i} }}\n");
        }

        using var folder = ConfigFolder.Small(text.ToString());
        Assert.Equal((2 * Count) - 1, folder.Load().Errors.Count);
    }
}
