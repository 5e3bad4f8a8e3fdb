using Pierhead.Fabric.DirectReturn;
using Xunit;
using static Pierhead.Fabric.Tests.DirectReturn.BalanceFixture;

namespace Pierhead.Fabric.Tests.DirectReturn;

public sealed class RulesetTextTests
{
    [Theory]
    [InlineData("type filter hook ingress device \"eth0\" priority -300; policy accept;")]
    [InlineData("ether daddr != 02:00:00:00:00:11 accept")]
    [InlineData("ip daddr 10.20.0.1 tcp dport 179 goto to4")]
    [InlineData("ip6 daddr fd00:20::1 udp dport { 2055, 4739 } goto to6")]
    [InlineData("ether daddr set ip6 saddr map @pin6 counter fwd to \"eth0\"")]
    [InlineData("ether daddr set @nh,352,32 map @quoted4 counter fwd to \"eth0\"")]
    [InlineData("typeof numgen inc mod 16381 : ether daddr")]
    public void Whole_ThreeNodes_Says(string line) => Assert.Contains(line, RulesetText.Whole(Ready().Table!), StringComparison.Ordinal);

    [Fact]
    public void Whole_OneFamily_HasNothingOfTheOther()
    {
        var table = Ready().Table!;
        table = table with { Frame = table.Frame with { Addresses = [Address("10.20.0.1")], FlowPorts = [] } };
        var text = RulesetText.Whole(table);
        Assert.DoesNotContain("goto to6", text, StringComparison.Ordinal);
        Assert.DoesNotContain("udp dport", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_Any_ReplacesInOneTransactionWithoutTheBracesThatNft106Refuses()
    {
        var text = RulesetText.Whole(Ready().Table!);
        Assert.StartsWith("table netdev pierhead\ndelete table netdev pierhead\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("} }", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_OnePinMoved_DeletesAndAddsItsFourElements()
    {
        var before = Ready(Tree(devices: 1)).Table!;
        var to = before with { Pins = before.Pins.SetItem(Address("192.0.2.1"), Mac("02:00:00:00:00:99")) };
        Assert.Equal(
            $"""
            delete element netdev pierhead pin4 {"{"} 192.0.2.1 : {before.Pins[Address("192.0.2.1")]} {"}"}
            delete element netdev pierhead quoted4 {"{"} 0xc0000201 : {before.Pins[Address("192.0.2.1")]} {"}"}
            add element netdev pierhead pin4 {"{"} 192.0.2.1 : 02:00:00:00:00:99 {"}"}
            add element netdev pierhead quoted4 {"{"} 0xc0000201 : 02:00:00:00:00:99 {"}"}

            """,
            PinChange.Text(before, to, forget: false));
    }

    [Fact]
    public void Change_PinsComeAndGo_AreThoseThatDiffer()
    {
        var before = Ready(Tree(devices: 2)).Table!;
        var after = before with { Pins = before.Pins.Remove(Address("2001:db8::2")).Add(Address("198.51.100.7"), Land1).Add(Address("2001:db8::9"), Land1) };
        var lines = PinChange.Text(before, after, forget: false).Split('\n');
        Assert.Equal(
            ["delete element netdev pierhead pin6 { 2001:db8::2", "add element netdev pierhead pin4 { 198.51.100.7", "add element netdev pierhead pin6 { 2001:db8::9"],
            lines.Where(line => line.Contains(" pin", StringComparison.Ordinal)).Select(line => line.Split(" : ")[0]));
    }

    [Fact]
    public void Change_Nothing_IsEmpty() => Assert.Empty(PinChange.Text(Ready().Table!, Ready().Table!, forget: false));

    [Fact]
    public void Change_Forget_FlushesLearnedFlows() => Assert.Equal(
        "flush map netdev pierhead flows4\nflush map netdev pierhead flows6\n", PinChange.Text(Ready().Table!, Ready().Table!, forget: true));

    [Fact]
    public void Change_OtherInterface_IsTheWholeTable()
    {
        var before = Ready().Table!;
        var to = before with { Frame = before.Frame with { Interface = "eth1" } };
        Assert.Equal(RulesetText.Whole(to), PinChange.Text(before, to, forget: false));
    }

    [Fact]
    public void Change_HeldDevice_IsInTheSetOfItsFamily()
    {
        var before = Ready().Table!;
        var text = PinChange.Text(before, before with { Held = [Address("192.0.2.1"), Address("2001:db8::1")] }, forget: false);
        Assert.Equal("add element netdev pierhead hold4 { 192.0.2.1 }\nadd element netdev pierhead hold6 { 2001:db8::1 }\n", text);
    }
}
