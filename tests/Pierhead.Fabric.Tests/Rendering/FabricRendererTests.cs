using System.Collections.Immutable;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Placement;
using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;
using Xunit;

namespace Pierhead.Fabric.Tests.Rendering;

public sealed class FabricRendererTests
{
    public static TheoryData<FabricMode, string> Machines()
    {
        var data = new TheoryData<FabricMode, string>();
        foreach (var mode in Enum.GetValues<FabricMode>())
        {
            data.Add(mode, "land-2");
            if (mode.HasBalancers())
            {
                data.Add(mode, "lb-1");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Render_Twice_IsTheSame(FabricMode mode, string machine)
    {
        var (one, other) = (Render(Plans.Of(mode), machine), Render(Plans.Of(mode), machine));
        Assert.NotEmpty(one);
        Assert.Equal(one, other);
        Assert.Equal(one.Length, one.Select(resource => resource.Key).Distinct().Count());
    }

    [Fact]
    public void Render_AnnouncedHash_EverySourceHasDistinctCandidates()
    {
        var plan = Plans.Of(FabricMode.AnnouncedHash) with
        {
            Before = [new FabricMembership([("land-1", 100), ("land-2", 100)]), new FabricMembership([("land-1", 100), ("gone", 100)])],
        };
        var table = Assert.Single(Render(plan, "land-1").OfType<NftTableResource>());
        var levels = Enumerable.Range(0, 3).Select(level => Marks(table.Body, level)).ToList();
        Assert.All(levels, level => Assert.Equal(SourceHash.UsualBuckets, level.Length));
        for (var bucket = 0; bucket < SourceHash.UsualBuckets; bucket++)
        {
            var candidates = levels.Select(level => level[bucket]).ToList();
            Assert.NotEqual(0, candidates[0]);
            var known = candidates.TakeWhile(mark => mark != 0).ToList();
            Assert.Equal(known.Count, known.Distinct().Count());
            Assert.All(candidates.Skip(known.Count), mark => Assert.Equal(0, mark));
            Assert.All(known, mark => Assert.InRange(mark, 101, 103));
        }
    }

    [Fact]
    public void Render_DrainedNode_GetsNoBucketAndStaysACandidate()
    {
        var plan = Plans.Of(FabricMode.AnnouncedHash);
        plan = plan with { Before = [plan.Membership], Nodes = plan.Nodes.SetItem(1, plan.Nodes[1] with { IsDrained = true }) };
        var table = Assert.Single(Render(plan, "land-1").OfType<NftTableResource>());
        Assert.DoesNotContain(102, Marks(table.Body, 0));
        Assert.InRange(Marks(table.Body, 1).Count(mark => mark == 102) / (double)SourceHash.UsualBuckets, 0.3, 0.37);
    }

    [Fact]
    public void Render_AbsentNode_ItsBucketsGoToAllOthersAndNoOtherMoves()
    {
        var plan = Plans.Of(FabricMode.AnnouncedHash, nodes: 5);
        var all = Marks(Table(plan, AbsentNodes.None), 0);
        var without = Marks(Table(plan, new AbsentNodes([], ["land-2"])), 0);
        var moved = all.Zip(without).Where(bucket => bucket.First == 102).CountBy(bucket => bucket.Second).ToDictionary();
        Assert.All(all.Zip(without).Where(bucket => bucket.First != 102), bucket => Assert.Equal(bucket.First, bucket.Second));
        Assert.Equal([101, 103, 104, 105], moved.Keys.Order());
        Assert.All(moved.Values, count => Assert.InRange(count / (double)moved.Values.Sum(), 0.2, 0.3));
    }

    [Fact]
    public void Render_NodeComesBack_WhoStoodInIsAskedNext()
    {
        var plan = Plans.Of(FabricMode.AnnouncedHash, nodes: 5);
        var standIns = Marks(Table(plan, new AbsentNodes([], ["land-2", "land-3"])), 0);
        var back = Table(plan, AbsentNodes.None);
        var levels = Enumerable.Range(0, 3).Select(level => Marks(back, level)).ToList();
        for (var bucket = 0; bucket < SourceHash.UsualBuckets; bucket++)
        {
            Assert.Contains(standIns[bucket], levels.Select(level => level[bucket]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Render_AbsentNode_IsACandidateWhileItsMachineIsThere(bool isGone)
    {
        var plan = Plans.Of(FabricMode.AnnouncedHash);
        var all = Marks(Table(plan, AbsentNodes.None), 0);
        var body = Table(plan, isGone ? new AbsentNodes([], ["land-2"]) : new AbsentNodes(["land-2"], []));
        var levels = Enumerable.Range(0, isGone ? 2 : 3).Select(level => Marks(body, level)).ToList();
        Assert.DoesNotContain(102, levels[0]);

        // Its own sessions are looked for there first; a machine that is not there is not looked for.
        Assert.All(Enumerable.Range(0, SourceHash.UsualBuckets).Where(bucket => all[bucket] == 102), bucket => Assert.Equal(!isGone, levels[1][bucket] == 102));
        Assert.Equal(isGone, !levels.Exists(level => level.Contains(102)));
    }

    [Fact]
    public void Render_EveryOtherNodeIsOut_TheyAreCandidatesOfEverySource()
    {
        var body = Table(Plans.Of(FabricMode.AnnouncedHash), new AbsentNodes(["land-2", "land-3"], []));
        var levels = Enumerable.Range(0, 3).Select(level => Marks(body, level)).ToList();
        Assert.All(Enumerable.Range(0, SourceHash.UsualBuckets), bucket => Assert.Equal([101, 102, 103], levels.Select(level => level[bucket]).Order()));
        Assert.All(levels[0], mark => Assert.Equal(101, mark));
    }

    [Theory]
    [InlineData(FabricMode.AnnouncedHash)]
    [InlineData(FabricMode.AnnouncedMask)]
    public void Render_EveryNodeAbsent_IsAsIfNoneWere(FabricMode mode)
    {
        var plan = Plans.Of(mode);
        var all = new AbsentNodes(["land-1", "land-2", "land-3"], []);
        Assert.Equal(
            mode == FabricMode.AnnouncedMask ? Table(plan, AbsentNodes.None) : string.Join(' ', Marks(Table(plan, AbsentNodes.None), 0)),
            mode == FabricMode.AnnouncedMask ? Table(plan, all) : string.Join(' ', Marks(Table(plan, all), 0)));
    }

    [Fact]
    public void Render_AbsentNodeOfMasks_OnlyItsBucketMoves()
    {
        var plan = Plans.Of(FabricMode.AnnouncedMask, nodes: 4);
        Assert.Contains("0.0.0.0 : 101, 0.0.0.1 : 102, 0.0.0.2 : 103, 0.0.0.3 : 104", Table(plan, AbsentNodes.None), StringComparison.Ordinal);
        Assert.Contains("0.0.0.0 : 101, 0.0.0.1 : 101, 0.0.0.2 : 103, 0.0.0.3 : 104", Table(plan, new AbsentNodes(["land-2"], [])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 8)]
    public void Render_AnnouncedMask_PowerOfTwoOfBuckets(int nodes, int buckets)
    {
        var body = Assert.Single(Render(Plans.Of(FabricMode.AnnouncedMask, nodes), "land-1").OfType<NftTableResource>()).Body;
        Assert.Contains($"ip saddr & 0.0.0.{buckets - 1} map", body, StringComparison.Ordinal);
        Assert.Contains($"ip6 saddr & ::{buckets - 1} map", body, StringComparison.Ordinal);
        Assert.Equal(nodes, Enumerable.Range(101, nodes).Count(mark => body.Contains($" : {mark}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Render_LvsBalancer_HasWhatIdleSessionsNeed()
    {
        var resources = Render(Plans.Of(FabricMode.DirectReturnLvs), "lb-1");
        Assert.Contains(new SysctlResource("net/ipv4/vs/sync_threshold", "0 0"), resources);
        Assert.Contains(new SysctlResource("net/ipv4/vs/sync_refresh_period", "60"), resources);
        var text = Assert.Single(resources.OfType<FileResource>(), file => file.Path.EndsWith("keepalived.conf", StringComparison.Ordinal)).Text;
        Assert.Contains("virtual_server 2001:db8:ffff::10 179 {", text, StringComparison.Ordinal);

        // One statement a line: keepalived takes nothing else.
        Assert.All(text.Split('\n'), line => Assert.False(line.Contains('{', StringComparison.Ordinal) && line.Contains('}', StringComparison.Ordinal), line));
    }

    [Fact]
    public void Render_BalancerInAModeWithout_IsNothing()
    {
        var plan = Plans.Of(FabricMode.AnnouncedHash) with { Balancers = [Plans.Machine("lb-1", 11, 100)] };
        Assert.Empty(Render(plan, "lb-1"));
    }

    internal static ImmutableArray<Resource> Render(FabricPlan plan, string machine) =>
        FabricRenderer.Render(new RenderPlace(plan, plan.NodeNamed(machine) ?? plan.BalancerNamed(machine)!, "/run/p", "/usr/bin/pierhead", "/etc/pierhead"));

    private static string Table(FabricPlan plan, AbsentNodes absent) =>
        SpreadTable.Table(new RenderPlace(plan, plan.Nodes[0], "/run/p", "/usr/bin/pierhead", "/etc/pierhead") { Absent = absent }).Body;

    private static int[] Marks(string body, int level)
    {
        var from = body.IndexOf($"map candidates{level} {{", StringComparison.Ordinal);
        var elements = body[(body.IndexOf("elements = {", from, StringComparison.Ordinal) + 12)..];
        return [.. elements[..elements.IndexOf('}', StringComparison.Ordinal)].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(pair => int.Parse(pair.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture))];
    }
}
