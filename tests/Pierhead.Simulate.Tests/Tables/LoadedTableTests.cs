using System.IO.Compression;
using System.Text;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Tables;

public sealed class LoadedTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pierhead").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void LoadCsv_FolderOfThePackage_SplitsRangesAndKeepsOrigins()
    {
        Write("asn-ipv4.csv", "1.0.0.0,1.0.0.255,13335,\"Cloudflare, Inc.\"\n1.0.1.0,1.0.3.255,38803,Gtelecom\n");
        Write("asn-ipv6.csv", "2001:200::,2001:200:5ff:ffff:ffff:ffff:ffff:ffff,2500,WIDE Project\n");
        var table = AsnCsvTable.Load(_folder, seed: 1, TableView.Default);
        Assert.Equal(["1.0.0.0/24", "1.0.1.0/24", "1.0.2.0/23"], Texts(table.IPv4));
        Assert.Equal(["2001:200::/38", "2001:200:400::/39"], Texts(table.IPv6));
        Assert.Equal(13335u, OriginOf(table, "1.0.0.0/24"));
        Assert.Equal(38803u, OriginOf(table, "1.0.2.0/23"));
    }

    [Fact]
    public void LoadCsv_LineThatIsNone_IsNamed()
    {
        var path = Write("asn-ipv4.csv", "1.0.0.0,1.0.0.255,13335,x\n1.0.1.9,1.0.1.1,1,backwards\n");
        var failure = Assert.Throws<FormatException>(() => AsnCsvTable.Load(path, 1, TableView.Default));
        Assert.Contains("asn-ipv4.csv:2:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadList_BothForms_ReadsEachPrefixOnce()
    {
        var path = Write("list", "# comment\n10.0.0.0\t8\t64496_64497\n10.0.0.0/8\n192.0.2.0/24\n\n2001:db8::/32\n");
        var table = PrefixListTable.Load([path], 1, TableView.Default);
        Assert.Equal(["10.0.0.0/8", "192.0.2.0/24"], Texts(table.IPv4));
        Assert.Equal(["2001:db8::/32"], Texts(table.IPv6));
        Assert.Equal(64496u, OriginOf(table, "10.0.0.0/8"));
    }

    [Fact]
    public void LoadList_Gzip_IsUnpacked()
    {
        var path = Path.Combine(_folder, "list.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress))
        {
            gzip.Write(Encoding.ASCII.GetBytes("192.0.2.0/24\n198.51.100.0/24\n"));
        }

        Assert.Equal(2, PrefixListTable.Load([path], 1, TableView.Default).Count);
        Assert.Equal(1, PrefixListTable.Load([path], 1, TableView.Default, ipv4Most: 1).Count);
    }

    [Fact]
    public void LoadList_RouteViews_HoldsAllPrefixesWithTheirOrigins()
    {
        string[] files = [Corpus.Path("tables/RouteViewIPv4.pfx2as.gz"), Corpus.Path("tables/RouteViewIPv6.pfx2as.gz")];
        var table = PrefixListTable.Load(files, 1, TableView.Default);
        Assert.Equal((845_161, 83_125), (table.IPv4.Count, table.IPv6.Count));
        Assert.Equal(13335u, OriginOf(table, "1.0.0.0/24"));
    }

    private static IEnumerable<string> Texts(FamilyRoutes routes) => routes.Prefixes.ToArray().Order().Select(prefix => prefix.ToString());

    private static uint OriginOf(RouteTable table, string text)
    {
        Assert.True(IpPrefix.TryParse(text, out var prefix));
        for (var group = 0; group < table.IPv4.GroupCount; group++)
        {
            if (table.IPv4.Group(group).Contains(prefix))
            {
                return EncodedAttributes.FirstSequence(table.AttributeSets.Octets(table.IPv4.SetOf(group)))[^1];
            }
        }

        throw new KeyNotFoundException(text);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
