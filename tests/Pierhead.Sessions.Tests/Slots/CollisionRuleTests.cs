using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Slots;

namespace Pierhead.Sessions.Tests.Slots;

public sealed class CollisionRuleTests
{
    [Theory]
    [InlineData("Idle", false, false, "NotAsked", "Proceed")]
    [InlineData("Active", false, false, "NotAsked", "DumpOlder")]
    [InlineData("OpenSent", false, false, "NotAsked", "DumpOlder")]
    [InlineData("OpenConfirm", true, true, "NotAsked", "DumpOlder")]
    [InlineData("Established", true, true, "NotAsked", "ReplaceSilently")]
    [InlineData("Established", true, false, "NotAsked", "ChallengeOlder")]
    [InlineData("Established", false, true, "NotAsked", "ChallengeOlder")]
    [InlineData("Established", false, true, "Pending", "Wait")]
    [InlineData("Established", false, true, "Acknowledged", "RefuseNewcomer")]
    [InlineData("Established", false, true, "TimedOut", "ReplaceSilently")]
    [InlineData("Established", false, false, "Reset", "ReplaceSilently")]
    public void Decide_Case_Verdict(string older, bool gracefulRestart, bool sameIdentifier, string challenge, string verdict) =>
        Assert.Equal(
            Enum.Parse<CollisionVerdict>(verdict),
            CollisionRule.Decide(Enum.Parse<BgpState>(older), gracefulRestart, sameIdentifier, Enum.Parse<Challenge>(challenge)));
}
