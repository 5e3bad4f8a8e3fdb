using Pierhead.Sessions.Slots;

namespace Pierhead.Sessions.Tests.Slots;

public sealed class LogGateTests
{
    [Fact]
    public void TryPass_ManyAtOnce_BurstThenOneInSixSecondsWithTheCount()
    {
        var gate = new LogGate();
        var passed = Enumerable.Range(0, 100).Count(_ => gate.TryPass(TimeSpan.FromSeconds(1), out var _));
        Assert.Equal(10, passed);

        Assert.False(gate.TryPass(TimeSpan.FromSeconds(6), out _));
        Assert.True(gate.TryPass(TimeSpan.FromSeconds(7.5), out var suppressed));
        Assert.Equal(91, suppressed);
        Assert.False(gate.TryPass(TimeSpan.FromSeconds(7.6), out _));
    }
}
