using System.IO.Pipelines;
using Pierhead.Fabric.Announcing;
using Xunit;

namespace Pierhead.Fabric.Tests.Announcing;

/// <summary>The relay between a real socket of vipcontrol's and ExaBGP, which is two pipes here.</summary>
public sealed class ExabgpRelayTests : IDisposable
{
    private static readonly VipState State = new(true, 42, true);

    private readonly string _run = Directory.CreateTempSubdirectory("pierhead-relay-").FullName;

    public void Dispose() => Directory.Delete(_run, recursive: true);

    [Fact]
    public void Commands_UpAndDown_NameTheRouterOfEachFamily()
    {
        Assert.Equal(
            """
            neighbor 10.10.0.1 announce route 203.0.113.10/32 next-hop self med 42 community [65535:0]
            neighbor fd00:10::1 announce route 2001:db8:ffff::10/128 next-hop self med 42 community [65535:0]

            """,
            ExabgpSpeaker.Commands(State, Routes()));
        Assert.Equal(
            """
            neighbor 10.10.0.1 withdraw route 203.0.113.10/32 next-hop self
            neighbor fd00:10::1 withdraw route 2001:db8:ffff::10/128 next-hop self

            """,
            ExabgpSpeaker.Commands(State with { Up = false }, Routes()));
    }

    [Fact]
    public async Task RunAsync_VipcontrolRestarts_StateComesAgainAndTheRelayEndsWithItsInput()
    {
        var (input, output) = (new Pipe(), new Pipe());
        using var reader = new StreamReader(output.Reader.AsStream());
        var relay = ExabgpRelay.RunAsync(_run, input.Reader.AsStream(), output.Writer.AsStream(), TestContext.Current.CancellationToken);
        for (var start = 0; start < 2; start++)
        {
            using var stop = new CancellationTokenSource();
            using var arrived = new SemaphoreSlim(0);
            var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var speaker = new ExabgpSpeaker(_run, Routes(), () => arrived.Release(), sentence => heard.TrySetResult(sentence));
            var serving = speaker.RunAsync(stop.Token);
            Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken), $"no relay at start {start}: {relay.Status} {relay.Exception}");
            Assert.Null(await speaker.ShowAsync(State, TestContext.Current.CancellationToken));
            Assert.Contains("203.0.113.10/32", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Contains("2001:db8:ffff::10/128", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            await input.Writer.WriteAsync("done\nerror\n"u8.ToArray(), TestContext.Current.CancellationToken);
            Assert.Equal("ExaBGP says: error", await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            await stop.CancelAsync();
            await Task.WhenAny(serving);
            Assert.False(serving.IsFaulted);
        }

        await input.Writer.CompleteAsync();
        await relay.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static (Wire.Net.Ip, Wire.Net.Ip)[] Routes() =>
        [(Plans.Address("203.0.113.10"), Plans.Address("10.10.0.1")), (Plans.Address("2001:db8:ffff::10"), Plans.Address("fd00:10::1"))];
}
