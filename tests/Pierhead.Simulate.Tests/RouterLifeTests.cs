using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Pierhead.Model.Snapshot;
using Pierhead.Simulate;
using Pierhead.Wire.Bgp;
using Xunit;

namespace Pierhead.Tests;

/// <summary>How sessions of simulated routers begin, last and end, over real loopback TCP with a fake clock.</summary>
public sealed class RouterLifeTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<string> _ended = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task Stop_Established_PeerGetsAdministrativeShutdown()
    {
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, _time, Plans.Router(Plans.Table(100, 10)));
        await EstablishAsync(simulation, speaker);
        await simulation.StopAsync();
        await speaker.Until(peer => peer.Closed == 1);

        Assert.Equal((ErrorCode.Cease, CeaseError.AdministrativeShutdown), (speaker.Notification!.Code, speaker.Notification.Subcode));
        Assert.Equal((RouterState.Idle, "stopped"), (simulation.Status()[0].State, simulation.Status()[0].LastError));
    }

    [Fact]
    public async Task Notification_Received_IsKept()
    {
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Plans.Simulate(speaker, _time, Plans.Router(Plans.Table(100, 10)) with { Reconnect = false });
        await EstablishAsync(simulation, speaker);
        speaker.SendNotification(ErrorCode.Cease, CeaseError.MaximumNumberOfPrefixesReached);
        speaker.Hangup();
        await simulation.Completion;

        var status = simulation.Status()[0];
        Assert.Equal((ErrorCode.Cease, (byte)1), (status.LastNotification!.Message.Code, status.LastNotification.Message.Subcode));
        Assert.Contains("6/1", status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peer_HangsUp_RouterComesBackWithTheWholeTable()
    {
        await using var speaker = new PassiveSpeaker();
        await using var simulation = Simulate(speaker, Plans.Router(Plans.Table(100, 10)));
        await EstablishAsync(simulation, speaker);
        speaker.Hangup();
        await _ended.Reader.ReadAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        await speaker.Until(peer => peer.Sessions == 2 && peer.Table.Count == 110);

        Assert.Equal(2, simulation.Status()[0].Sessions);
        Assert.Equal(110, simulation.Status()[0].RoutesHeld);
    }

    [Fact]
    public async Task Flap_Interval_SessionDropsAndReturns()
    {
        await using var speaker = new PassiveSpeaker();
        var router = Plans.Router(Plans.Table(100, 10)) with { FlapInterval = TimeSpan.FromSeconds(10) };
        await using var simulation = Simulate(speaker, router);
        await EstablishAsync(simulation, speaker);
        for (var session = 2; session <= 3; session++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal("dropped as planned", await _ended.Reader.ReadAsync(TestContext.Current.CancellationToken));
            _time.Advance(TimeSpan.FromSeconds(1));
            await speaker.Until(peer => peer.Sessions == session && peer.Table.Count == 110);
        }

        Assert.Null(speaker.Notification);
    }

    [Fact]
    public async Task Hold_PeerSilent_EndsWithHoldTimerExpired()
    {
        await using var speaker = new PassiveSpeaker { AnswersKeepalives = false };
        var router = Plans.Router(Plans.Table(100, 10)) with { HoldTime = TimeSpan.FromSeconds(9), Reconnect = false };
        await using var simulation = Simulate(speaker, router);
        await EstablishAsync(simulation, speaker);
        for (var third = 1; third <= 3; third++)
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            await speaker.Until(peer => peer.Keepalives == 1 + third);
        }

        Assert.Null(speaker.Notification);
        _time.Advance(TimeSpan.FromSeconds(1));
        await simulation.Completion;
        Assert.Equal(ErrorCode.HoldTimerExpired, speaker.Notification!.Code);
    }

    [Fact]
    public async Task Open_PeerOfTwoOctetNumbers_IsRefused()
    {
        await using var speaker = new PassiveSpeaker { TwoOctetOnly = true };
        await using var simulation = Plans.Simulate(speaker, _time, Plans.Router(Plans.Table(100, 10)) with { Reconnect = false });
        await simulation.StartAsync();
        await simulation.Completion;
        await speaker.Until(peer => peer.Closed == 1);

        Assert.Equal((ErrorCode.Open, OpenError.UnsupportedCapability), (speaker.Notification!.Code, speaker.Notification.Subcode));
    }

    [Fact]
    public async Task Start_NobodyListens_SaysSo()
    {
        await using var speaker = new PassiveSpeaker();
        var target = speaker.Endpoint;
        await speaker.DisposeAsync();
        var plan = new SimulationPlan(target, [Plans.Router(Plans.Table(10, 1)) with { Reconnect = false }]);
        await using var simulation = new Simulation(plan);
        await simulation.StartAsync();
        await simulation.Completion;

        Assert.Contains($"cannot connect to {target}", simulation.Status()[0].LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AddressOfNobody_SaysSo()
    {
        await using var speaker = new PassiveSpeaker();
        var router = Plans.Router(Plans.Table(10, 1)) with { LocalAddress = new([203, 0, 113, 77]), Reconnect = false };
        await using var simulation = Plans.Simulate(speaker, router);
        await simulation.StartAsync();
        await simulation.Completion;

        Assert.Contains("203.0.113.77 is not an address of this host", simulation.Status()[0].LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Md5KeyOfTheListener_Establishes()
    {
        await using var speaker = new PassiveSpeaker();
        var router = Plans.Router(Plans.Table(100, 10)) with { Md5Key = new Secret("between us") };
        var refused = speaker.TrySetMd5Key(router.LocalAddress, router.Md5Key);
        Assert.SkipWhen(refused is not null, $"this kernel has no TCP MD5: {refused}");
        await using var simulation = Plans.Simulate(speaker, router);
        await EstablishAsync(simulation, speaker);

        Assert.Equal(110, speaker.Table.Count);
    }

    private static async Task EstablishAsync(Simulation simulation, PassiveSpeaker speaker)
    {
        await simulation.StartAsync();
        await speaker.Until(peer => peer.EndOfRibs.Count == 2);
    }

    private Simulation Simulate(PassiveSpeaker speaker, RouterPlan router) =>
        new(new SimulationPlan(speaker.Endpoint, [router]), Note, _time);

    private void Note(SimulationEvent happened)
    {
        if (happened.Kind == SimulationEventKind.Ended)
        {
            _ended.Writer.TryWrite(happened.Text);
        }
    }
}
