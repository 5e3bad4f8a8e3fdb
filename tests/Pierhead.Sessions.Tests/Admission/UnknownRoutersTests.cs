using Pierhead.Sessions.Admission;
using Pierhead.Sessions.Tests.Support;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Tests.Admission;

public sealed class UnknownRoutersTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Record_MoreThanTheLimit_LongestUnseenGoes()
    {
        var unknown = new UnknownRouters(2);
        unknown.Record(Trees.Address("10.0.0.1"), Start);
        unknown.Record(Trees.Address("10.0.0.2"), Start.AddSeconds(1));
        unknown.Record(Trees.Address("10.0.0.1"), Start.AddSeconds(2));
        unknown.Record(Trees.Address("10.0.0.3"), Start.AddSeconds(3));

        Assert.Equal(
            [
                new UnknownRouter(Trees.Address("10.0.0.3"), 1, Start.AddSeconds(3), Start.AddSeconds(3), null),
                new UnknownRouter(Trees.Address("10.0.0.1"), 2, Start, Start.AddSeconds(2), null),
            ],
            unknown.Snapshot());
    }

    [Fact]
    public void Record_ManyInAMinute_OneLine()
    {
        var unknown = new UnknownRouters(10);
        var address = Trees.Address("10.0.0.1");
        var lines = Enumerable.Range(0, 180).Count(second => unknown.Record(address, Start.AddSeconds(second)));

        Assert.Equal(3, lines);
    }

    [Fact]
    public void Learn_KnownOrGone_OnlyTheKnown()
    {
        var unknown = new UnknownRouters(10);
        unknown.Record(Trees.Address("10.0.0.1"), Start);
        unknown.Learn(Trees.Address("10.0.0.1"), new Asn(64500));
        unknown.Learn(Trees.Address("10.0.0.2"), new Asn(64501));

        Assert.Equal(new Asn(64500), Assert.Single(unknown.Snapshot()).Asn);
    }

    [Fact]
    public void Forget_NowClaimed_IsGone()
    {
        var unknown = new UnknownRouters(10);
        unknown.Record(Trees.Address("10.0.0.1"), Start);
        unknown.Record(Trees.Address("10.0.0.2"), Start);
        unknown.Forget(address => address == Trees.Address("10.0.0.1"));

        Assert.Equal(Trees.Address("10.0.0.2"), Assert.Single(unknown.Snapshot()).Address);
    }
}
