using Pierhead.Tests;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Xunit;

namespace Pierhead.Wire.Tests.Captures;

/// <summary>
/// Captures and fuzzed inputs of other projects: no exception, an end, and each fault with the scope that RFC 7606 gives it. The table
/// names every file; a session whose two OPENs are in the capture is read with what they negotiate, any other with what the table says.
/// </summary>
public sealed class CaptureCorpusTests
{
    [Fact]
    public void Read_EveryCapture_AsTheTableSays() => Compare(Corpus.Path("bgp/pcap"), CaptureTable.Captures, Describe);

    [Fact]
    public void Read_EveryFuzzedInput_AsTheTableSays() => Compare(Corpus.Path("bgp/fuzz"), CaptureTable.FuzzedInputs, DescribeOctets);

    private static void Compare(string folder, IReadOnlyDictionary<string, string> table, Func<string, string> describe)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder).Where(path => !path.EndsWith(".out", StringComparison.Ordinal)))
        {
            var name = Path.GetFileName(path);
            found[name] = describe(path);
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {found[name]}");
        }

        Assert.Equal(table.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => $"{row.Key}: {row.Value}"), found.Select(row => $"{row.Key}: {row.Value}"));
    }

    private static string DescribeOctets(string path)
    {
        var report = new MessageReport();
        report.Read(File.ReadAllBytes(path), new DecodeContext(FamilySet.All, FamilySet.Empty, FourOctetAsn: false, Internal: true));
        return Text(report);
    }

    private static string Describe(string path)
    {
        var report = new MessageReport();
        var streams = TcpStreams.Of(path);
        var opens = streams.ToDictionary(stream => stream.Key, stream => OpenOf(stream.Value));
        foreach (var (side, octets) in streams.OrderBy(stream => stream.Key, StringComparer.Ordinal))
        {
            var other = opens.GetValueOrDefault(TcpStreams.Reverse(side));
            var context = opens[side] is { } sent && other is not null
                ? Negotiation.Negotiate(other, sent).Context
                : new DecodeContext(FamilySet.All, FamilySet.Empty, !CaptureTable.TwoOctetAsn.Contains(Path.GetFileName(path)), Internal: true);
            report.Read(octets, in context);
        }

        return Text(report);
    }

    private static string Text(MessageReport report) => report.Faults.Count == 0
        ? report.Messages
        : $"{report.Messages}; {string.Join("; ", report.Faults.GroupBy(fault => fault).Select(group => $"{group.Count()} x {group.Key}"))}";

    private static OpenMessage? OpenOf(byte[] octets)
    {
        var report = new MessageReport();
        report.Read(octets, new DecodeContext(FamilySet.Empty, FamilySet.Empty, FourOctetAsn: true, Internal: true));
        return report.Opens.Count == 0 ? null : report.Opens[0];
    }
}
