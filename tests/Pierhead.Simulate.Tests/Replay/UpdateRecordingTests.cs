using Pierhead.Simulate;
using Pierhead.Simulate.Announcements;
using Pierhead.Simulate.Replay;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Replay;

public sealed class UpdateRecordingTests : IDisposable
{
    private const uint One = 0xC0000201;
    private const uint Other = 0xC0000202;

    /// <summary>Withdraws 10.0.0.0/8, and 11.0.0.0/8.</summary>
    private static readonly byte[] First = Update([0, 2, 8, 10, 0, 0]);
    private static readonly byte[] Second = Update([0, 2, 8, 11, 0, 0]);
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Replay_RecordedSession_PeerReceivesTheSameOctets()
    {
        var path = Corpus.Path("bgp/mrt/test_data_updates.et-header.2015.gz");
        await using var speaker = new PassiveSpeaker(3856) { KeepsUpdates = true };
        var plan = SimulationPlans.From(new SimulateOptions { Target = speaker.Endpoint, MrtFile = path });
        await using var simulation = new Simulation(plan);
        await simulation.StartAsync();
        await speaker.Until(peer => peer.UpdateCount == 89_679);

        Assert.Equal((new Asn(3856), (ushort)180, "206.220.231.55"), (speaker.Open!.Asn, speaker.Open.HoldTime, speaker.Open.Identifier.ToString()));
        Assert.Equal(577_703, speaker.Table.Count);
        Assert.Equal((577_737, 3), (simulation.Status()[0].RoutesAnnounced, simulation.Status()[0].RoutesWithdrawn));
        var expected = MrtFile.UpdateBodies(path);
        Assert.Equal(expected.Count, speaker.Updates.Count);
        Assert.All(expected.Zip(speaker.Updates), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
    }

    [Fact]
    public async Task Replay_TwoOctetRecording_DoesNotOfferFourOctets()
    {
        var path = Corpus.Path("bgp/mrt/test_data_updates.20070211.0141.gz");
        var recording = UpdateRecording.Load(path);
        Assert.False(recording.FourOctetAsn);
        await using var speaker = new PassiveSpeaker { KeepsUpdates = true, KeepsTable = false };
        await using var simulation = Plans.Simulate(
            speaker, Plans.Router() with { Recording = recording, Asn = new Asn(3333), Families = FamilySet.Of(Family.IPv4) });
        await simulation.StartAsync();
        await speaker.Until(peer => peer.UpdateCount == recording.Count);

        Assert.Null(speaker.Open!.Find<FourOctetAsnCapability>());
        Assert.Equal(recording.Octets(0, recording.Count).Length, speaker.Updates.Sum(update => update.Length + MessageFramer.HeaderLength));
    }

    [Fact]
    public void Load_TwoPeers_TakesTheFirstOrTheOneAskedFor()
    {
        Write(
            MrtFile.Bgp4mp(10, fourOctets: true, 64501, One, First),
            MrtFile.Bgp4mp(11, fourOctets: true, 64502, Other, Second),
            MrtFile.Bgp4mp(12.5, fourOctets: true, 64501, One, Second));
        var first = UpdateRecording.Load(_path);
        Assert.Equal((2, Ip.FromV4(One), TimeSpan.FromSeconds(2.5)), (first.Count, first.Peer, first.Duration));
        Assert.Equal([.. First, .. Second], first.Octets(0, 2).ToArray());
        Assert.Equal((1, Ip.FromV4(Other)), (UpdateRecording.Load(_path, Ip.FromV4(Other)).Count, Ip.FromV4(Other)));
    }

    [Fact]
    public void Load_PeerOfNoUpdate_SaysSo()
    {
        Write(MrtFile.Bgp4mp(10, fourOctets: true, 64501, One, First));
        var failure = Assert.Throws<FormatException>(() => UpdateRecording.Load(_path, Ip.FromV4(Other)));
        Assert.Contains("192.0.2.2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CutShort_SaysWhere()
    {
        var record = MrtFile.Bgp4mp(10, fourOctets: true, 64501, One, First);
        Write(record, record[..20]);
        var failure = Assert.Throws<FormatException>(() => UpdateRecording.Load(_path));
        Assert.Contains($"at offset {record.Length}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WidthOfAsNumbersChanges_IsRefused()
    {
        Write(
            MrtFile.Bgp4mp(10, fourOctets: true, 64501, One, First), MrtFile.Bgp4mp(11, fourOctets: false, 64501, One, Second));
        Assert.Throws<FormatException>(() => UpdateRecording.Load(_path));
    }

    [Fact]
    public void Fill_Paced_MessagesWaitForTheirTime()
    {
        Write(
            MrtFile.Bgp4mp(10, fourOctets: true, 64501, One, First),
            MrtFile.Bgp4mp(11, fourOctets: true, 64501, One, Second),
            MrtFile.Bgp4mp(13, fourOctets: true, 64501, One, First));
        var job = new ReplayJob(UpdateRecording.Load(_path), family: null, pace: 2);
        var start = DateTimeOffset.UnixEpoch;
        var buffer = new byte[4096];
        var counters = new SendCounters();
        Assert.Equal((JobProgress.NotYet, First.Length), Fill(0));
        Assert.Equal((JobProgress.NotYet, 0), Fill(0.4));
        Assert.Equal((JobProgress.NotYet, Second.Length), Fill(0.5));
        Assert.Equal((JobProgress.Done, First.Length), Fill(1.5));
        Assert.Equal(3, counters.Withdrawn);

        (JobProgress, int) Fill(double seconds) => (job.Fill(buffer, start.AddSeconds(seconds), counters, out var octets), octets);
    }

    [Fact]
    public void Fill_OneFamily_LeavesTheOtherOut()
    {
        var ipv6 = Update([0, 0, 0, 8, 0x80, 15, 5, 0, 2, 1, 8, 0x20]);
        Write(
            MrtFile.Bgp4mp(10, fourOctets: true, 64501, One, First), MrtFile.Bgp4mp(11, fourOctets: true, 64501, One, ipv6));
        var job = new ReplayJob(UpdateRecording.Load(_path), Family.IPv6, pace: null);
        Assert.Equal(JobProgress.Done, job.Fill(new byte[4096], DateTimeOffset.UnixEpoch, new SendCounters(), out var octets));
        Assert.Equal(ipv6.Length, octets);
    }

    private static byte[] Update(byte[] body)
    {
        var message = new byte[MessageFramer.HeaderLength + body.Length];
        MessageFramer.WriteHeader(message, BgpMessageType.Update, message.Length);
        body.CopyTo(message, MessageFramer.HeaderLength);
        return message;
    }

    private void Write(params byte[][] records) => File.WriteAllBytes(_path, [.. records.SelectMany(record => record)]);
}
