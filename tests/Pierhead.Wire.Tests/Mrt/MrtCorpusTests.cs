using System.IO.Compression;
using Pierhead.Tests;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Mrt;
using Xunit;

namespace Pierhead.Wire.Tests.Mrt;

/// <summary>Recorded files, line by line against the text that another implementation made of them.</summary>
public sealed class MrtCorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("updates.et-header.2015.gz", 577744)]
    [InlineData("updates.20070211.0141.gz", 53657)]
    [InlineData("bview.20020722.2337.gz", 115521)]
    [InlineData("bview.64k_stream_overflow.gz", 23)]
    [InlineData("bview.ipv4_unicast_add_path.gz", 62)]
    [InlineData("bview.ipv6_unicast_add_path.gz", 62)]
    public void Read_RecordedFile_EqualsExpectedText(string name, int lines)
    {
        using var expected = Text($"bgp/mrt/test_expect_{name}.bgp.gz");
        using var mrt = Unzip($"bgp/mrt/test_data_{name}");
        var (compared, different) = (0, 0);
        foreach (var line in BgpDumpText.Lines(mrt))
        {
            compared++;
            var other = expected.ReadLine();
            if (line != other && different++ < 10)
            {
                output.WriteLine($"ours:     {line}\nexpected: {other}");
            }
        }

        output.WriteLine($"{name}: {compared} compared, {different} different");
        Assert.Equal((lines, 0), (compared, different));
        Assert.Null(expected.ReadLine());
    }

    [Theory]
    [InlineData("updates.et-header.2015.gz", 89679)]
    public void ToCanonicalBytes_EveryRecordedUpdate_EqualsRecordedAttributes(string name, int updates)
    {
        using var mrt = Unzip($"bgp/mrt/test_data_{name}");
        var reader = new MrtReader(mrt);
        var (compared, different) = (0, 0);
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            if (!Bgp4mpRecord.Decode(in record, out var bgp).IsNone || bgp.Message.IsEmpty)
            {
                continue;
            }

            _ = MessageFramer.TryRead(bgp.Message, 0, MessageFramer.ExtendedMaximumLength, out var frame, out _, out _);
            if (frame.Type != BgpMessageType.Update)
            {
                continue;
            }

            var body = bgp.Message.Slice(frame.BodyOffset, frame.BodyLength);
            Assert.True(UpdateMessage.Decode(body, bgp.Context, out var update).IsNone);
            var recorded = CanonicalAttributes.Of(update.Attributes);
            var canonical = new byte[update.CanonicalBound];
            var written = canonical.AsSpan(0, update.WriteCanonical(canonical));
            var again = PathAttributes.Decode(recorded).ToCanonicalBytes();
            compared++;
            different += written.SequenceEqual(recorded) && again.AsSpan().SequenceEqual(recorded) ? 0 : 1;
        }

        output.WriteLine($"{name}: {compared} compared, {different} different");
        Assert.Equal((updates, 0), (compared, different));
    }

    private static GZipStream Unzip(string relative) =>
        new(File.OpenRead(Corpus.Path(relative)), CompressionMode.Decompress);

    private static StreamReader Text(string relative) => new(Unzip(relative));
}
