using Pierhead.Sessions.Slots;

namespace Pierhead.Sessions.Tests.Slots;

public sealed class LogGateTests
{
    [Fact]
    public void TryPass_ManyAtOnce_BurstThenOneInSixSecondsWithTheCount()
    {
        var gate = new LogGate();
        var passed = Enumerable.Range(0, 100).Count(_ => gate.TryPass(TimeSpan.FromSeconds(1), out long _));
        Assert.Equal(10, passed);

        Assert.False(gate.TryPass(TimeSpan.FromSeconds(6), out long _));
        Assert.True(gate.TryPass(TimeSpan.FromSeconds(7.5), out string heldBack));
        Assert.Equal(" (91 lines held back)", heldBack);
        Assert.False(gate.TryPass(TimeSpan.FromSeconds(7.6), out long _));
    }
}
