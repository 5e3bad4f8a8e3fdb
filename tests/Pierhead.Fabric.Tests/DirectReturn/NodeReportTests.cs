using System.Text;
using Pierhead.Fabric.DirectReturn;
using Pierhead.Model.Ids;
using Xunit;
using static Pierhead.Fabric.Tests.DirectReturn.BalanceFixture;

namespace Pierhead.Fabric.Tests.DirectReturn;

public sealed class NodeReportTests
{
    [Fact]
    public void Read_Report_HasItsSessions()
    {
        var report = Read("""
            {"name":"land-1","state":"in","reason":null,"weight":100,"sessions":1,"routes":123,
             "holds":[{"tenant":"acme","device":"edge1","address":"192.0.2.1","routes":123,"since":"2026-11-26T12:00:00Z"}]}
            """);
        Assert.Equal(("land-1", "in", 100, 1L, 123L), (report.Name, report.State, report.Weight, report.Sessions, report.Routes));
        Assert.Equal([new NodeHold(new SessionKey(Id("edge1"), Address("192.0.2.1")), new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero))], report.Holds);
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("[", "not one")]
    [InlineData("""{"name":"a","state":"well","weight":1,"sessions":0,"routes":0,"holds":[]}""", "unknown state 'well'")]
    [InlineData("""{"name":"a","state":"in","weight":1,"sessions":0,"routes":0}""", "holds")]
    [InlineData("""{"name":"a","state":"in","weight":1,"sessions":0,"routes":0,"holds":[{"tenant":"a","device":"b","address":"300.1.1.1"}]}""", "address '300.1.1.1'")]
    [InlineData("""{"name":"a","state":"in","weight":1,"sessions":0,"routes":0,"holds":[{"device":"b","address":"192.0.2.1"}]}""", "tenant")]
    [InlineData("""{"name":"a","state":"in","weight":1,"sessions":0,"routes":0,"holds":[null]}""", "address ''")]
    public void Read_Other_SaysWhatIsWrong(string json, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => Read(json)).Message, StringComparison.Ordinal);

    private static NodeReport Read(string json) => NodeReport.Read(Encoding.UTF8.GetBytes(json));
}
