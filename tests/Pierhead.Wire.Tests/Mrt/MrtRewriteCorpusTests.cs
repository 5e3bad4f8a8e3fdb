using System.IO.Compression;
using Pierhead.Tests;
using Pierhead.Wire.Mrt;
using Xunit;

namespace Pierhead.Wire.Tests.Mrt;

/// <summary>Recorded files, read and written again: by the octets, and by what another implementation reads in them.</summary>
public sealed class MrtRewriteCorpusTests(ITestOutputHelper output)
{
    /// <summary>Each file, and its number of records. All of them are canonical: written field by field they are the same octets.</summary>
    public static TheoryData<string, int> Files => new()
    {
        { "updates.et-header.2015.gz", 89686 },
        { "updates.20070211.0141.gz", 23394 },
        { "bview.20020722.2337.gz", 115521 },
        { "bview.64k_stream_overflow.gz", 2 },
        { "bview.ipv4_unicast_add_path.gz", 32 },
        { "bview.ipv6_unicast_add_path.gz", 32 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Write_EveryRecordOfAFile_IsTheSameOctets(string name, int records)
    {
        var original = Unzip($"bgp/mrt/test_data_{name}");
        using var whole = new MemoryStream(original.Length);
        using var byField = new MemoryStream(original.Length);
        var (all, equal, unknown) = (0, 0, 0);
        Each(original, (in MrtRecord record) =>
        {
            var written = Rewriting.ByField(in record);
            all++;
            equal += written.AsSpan().SequenceEqual(Rewriting.Whole(in record)) ? 1 : 0;
            new MrtWriter(whole).Write(in record);
            unknown += Rewriting.Write(new MrtWriter(byField), in record) ? 0 : 1;
        });

        output.WriteLine($"{name}: {all} records, {equal} the same octets, {unknown} of no known kind");
        Assert.True(original.AsSpan().SequenceEqual(whole.ToArray()));
        Assert.Equal((records, records, 0), (all, equal, unknown));
        Assert.True(original.AsSpan().SequenceEqual(byField.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Write_EveryRecordOfAFile_OtherImplementationReadsExpectedText(string name, int records)
    {
        BgpDump.Require();
        using var mrt = new MemoryStream();
        var writer = new MrtWriter(mrt);
        var count = 0;
        Each(Unzip($"bgp/mrt/test_data_{name}"), (in MrtRecord record) => count += Rewriting.Write(writer, in record) ? 1 : 0);
        Assert.Equal(records, count);
        using var expected = new StreamReader(new MemoryStream(Unzip($"bgp/mrt/test_expect_{name}.bgp.gz")));
        var lines = BgpDump.Lines(mrt.ToArray());
        var different = 0;
        foreach (var line in lines)
        {
            var other = expected.ReadLine();
            if (line != other && different++ < 10)
            {
                output.WriteLine($"read:     {line}\nexpected: {other}");
            }
        }

        output.WriteLine($"{name}: {lines.Length} lines read back, {different} different");
        Assert.Equal(0, different);
        Assert.Null(expected.ReadLine());
        Assert.NotEmpty(lines);
    }

    private delegate void Visit(in MrtRecord record);

    private static void Each(byte[] mrt, Visit visit)
    {
        using var stream = new MemoryStream(mrt);
        var reader = new MrtReader(stream);
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            visit(in record);
        }

        Assert.True(reader.Fault.IsNone, reader.Fault.ToString());
    }

    private static byte[] Unzip(string relative)
    {
        using var gzip = new GZipStream(File.OpenRead(Corpus.Path(relative)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        gzip.CopyTo(memory);
        return memory.ToArray();
    }
}
