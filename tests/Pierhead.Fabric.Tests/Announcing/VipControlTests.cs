using System.Collections.Concurrent;
using Pierhead.Fabric.Announcing;
using Xunit;

namespace Pierhead.Fabric.Tests.Announcing;

public sealed class VipControlTests : IDisposable
{
    private static readonly VipOverlay Tree = new(Up: null, Med: 100, Drain: false);

    private readonly string _run = Directory.CreateTempSubdirectory("pierhead-vip-").FullName;

    public void Dispose() => Directory.Delete(_run, recursive: true);

    public static TheoryData<VipOverlay, VipOverlay, VipState> Overlays => new()
    {
        { VipOverlay.Nothing, Tree, new VipState(false, 100, false) },
        { new(true, null, null), Tree, new VipState(true, 100, false) },
        { new(true, 7, true), Tree, new VipState(true, 7, true) },
        { new(true, null, null), Tree with { Drain = true }, new VipState(true, 100, true) },
        { new(true, null, false), Tree with { Drain = true }, new VipState(true, 100, false) },
        { new(true, null, null, 10_000), Tree, new VipState(true, 10_100, false) },
        { new(true, uint.MaxValue, null, 10_000), Tree, new VipState(true, uint.MaxValue, false) },
    };

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Over_Tree_IsWanted(VipOverlay overlay, VipOverlay tree, VipState wanted) => Assert.Equal(wanted, overlay.Over(tree));

    [Fact]
    public void Restore_AfterSet_IsWhatWasSet()
    {
        using (var control = Control(new Speaker()))
        {
            control.Set(new VipOverlay(true, 300, null));
            control.Set(new VipOverlay(null, null, true));
        }

        using var again = Control(new Speaker());
        again.Restore();
        Assert.Equal(new VipState(true, 300, true), again.Wanted);
    }

    [Fact]
    public void Restore_Damaged_AnnouncesNothingAndSaysSo()
    {
        File.WriteAllText(Path.Combine(_run, "vipcontrol.json"), "{ \"up\": tr");
        var log = new List<string>();
        using var control = new VipControl(_run, new Speaker(), () => Tree, log.Add);
        control.Restore();
        Assert.False(control.Wanted.Up);
        Assert.Contains("is damaged and not used", Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Changes_LastOneIsShownAndNothingIsSaidTwice()
    {
        var speaker = new Speaker();
        using var control = Control(speaker);
        using var stop = new CancellationTokenSource();
        var running = control.RunAsync(stop.Token);
        for (uint med = 1; med <= 50; med++)
        {
            control.Set(new VipOverlay(true, med, null));
        }

        await Until(() => control.Status.Shown == new VipState(true, 50, false));
        var said = speaker.Said.Count;
        await Until(() => speaker.Visits > 0);
        Assert.Equal(said, speaker.Said.Count);
        await Ended(running, stop);
    }

    [Fact]
    public async Task RunAsync_SpeakerGoesAndComesBack_IsToldAgain()
    {
        var speaker = new Speaker();
        using var control = Control(speaker);
        using var stop = new CancellationTokenSource();
        var running = control.RunAsync(stop.Token);
        control.Set(new VipOverlay(true, 5, null));
        await Until(() => control.Status.Shown is not null);
        speaker.Trouble = "gone";
        await Until(() => control.Status is { Shown: null, Trouble: "gone" });
        var said = speaker.Said.Count(state => state.Med == 5);
        speaker.Trouble = null;
        await Until(() => control.Status.Shown is { Med: 5 } && speaker.Said.Count(state => state.Med == 5) > said);
        await Ended(running, stop);
    }

    /// <summary>A speaker that comes while another is told must not be taken for one that knows.</summary>
    [Fact]
    public async Task SayAgain_WhileTheFormerSpeakerIsTold_TellsTheNewOne()
    {
        var speaker = new Speaker();
        using var control = Control(speaker);
        speaker.WhileTold = () =>
        {
            speaker.WhileTold = null;
            control.SayAgain();
        };
        using var stop = new CancellationTokenSource();
        var running = control.RunAsync(stop.Token);
        await Until(() => control.Status.Shown is not null);
        Assert.Equal(2, speaker.Said.Count);
        await Ended(running, stop);
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 500, "not in ten seconds");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task Ended(Task running, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        await Task.WhenAny(running);
        Assert.False(running.IsFaulted);
    }

    private VipControl Control(Speaker speaker) => new(_run, speaker, () => Tree, _ => { });

    private sealed class Speaker : IVipSpeaker
    {
        private int _visits;

        public ConcurrentQueue<VipState> Said { get; } = [];

        public int Visits => Volatile.Read(ref _visits);

        public volatile string? Trouble;

        public Action? WhileTold { get; set; }

        public Task<string?> ShowAsync(VipState state, CancellationToken cancel)
        {
            Said.Enqueue(state);
            WhileTold?.Invoke();
            return Task.FromResult(Trouble);
        }

        public Task<string?> MissingAsync(CancellationToken cancel)
        {
            Interlocked.Increment(ref _visits);
            return Task.FromResult(Trouble);
        }
    }
}
