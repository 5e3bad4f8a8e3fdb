using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using Pierhead.Fabric.DirectReturn;
using Pierhead.Interop.Tests.Network;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>The texts of tables and changes, taken by the kernel through libnftables in this process.</summary>
public sealed class NftablesTests
{
    private static readonly MacAddress One = Mac("02:00:00:00:00:21");
    private static readonly MacAddress Other = Mac("02:00:00:00:00:22");

    [Fact]
    public void Run_TableThenChanges_KernelHasThem()
    {
        var table = Table(pins: 10);
        var moved = table with { Pins = table.Pins.SetItem(Ip.FromV4(0x0A1E_0001), Other), Held = [Ip.FromV4(0x0A1E_0001), Ip.FromV6(1, 1)] };
        Inside(nftables =>
        {
            nftables.Run(RulesetText.Whole(table));
            nftables.Run(PinChange.Text(table, moved, forget: true));
            Assert.Contains($"10.30.0.1 : {Other}", nftables.Run("list map netdev pierhead pin4"), StringComparison.Ordinal);
            Assert.Contains($"0xa1e0001 : {Other}", nftables.Run("list map netdev pierhead quoted4"), StringComparison.Ordinal);
            Assert.Contains("10.30.0.1", nftables.Run("list set netdev pierhead hold4"), StringComparison.Ordinal);

            // Back again, then nodes all gone, then the table.
            nftables.Run(PinChange.Text(moved, table, forget: false));
            Assert.DoesNotContain("10.30.0.1", nftables.Run("list set netdev pierhead hold4"), StringComparison.Ordinal);
            nftables.Run(PinChange.Text(table, table with { Places = [] }, forget: false));
            Assert.DoesNotContain("elements", nftables.Run("list map netdev pierhead spread"), StringComparison.Ordinal);
            nftables.Run(RulesetText.Remove);
            nftables.Run(RulesetText.Remove);
            Assert.Empty(nftables.Run("list tables netdev"));
        });
    }

    [Fact]
    public void Run_Refused_SaysNftsWordsAndChangesNothing() => Inside(nftables =>
    {
        var table = Table(pins: 2);
        nftables.Run(RulesetText.Whole(table));
        var refused = Assert.Throws<NftException>(() => nftables.Run(
            "delete element netdev pierhead pin4 { 10.30.0.1 }\nadd element netdev pierhead absent { 10.30.0.1 }\n"));
        Assert.Contains("No such file or directory", refused.Message, StringComparison.Ordinal);
        Assert.Contains("10.30.0.1", nftables.Run("list map netdev pierhead pin4"), StringComparison.Ordinal);
        Assert.Throws<NftException>(() => nftables.Run("no words of nft"));
    });

    [Fact]
    public void Run_TenThousandPins_OneChangesInMilliseconds() => Inside(nftables =>
    {
        var table = Table(pins: 10_000);
        var whole = RulesetText.Whole(table);
        var started = Stopwatch.GetTimestamp();
        nftables.Run(whole);
        var loaded = Stopwatch.GetElapsedTime(started);
        var moved = table with { Pins = table.Pins.SetItem(Ip.FromV4(0x0A1E_0001), Other) };
        var changes = new List<(double Text, double Run)>();
        for (var round = 0; round < 20; round++)
        {
            started = Stopwatch.GetTimestamp();
            var text = round % 2 == 0 ? PinChange.Text(table, moved, forget: false) : PinChange.Text(moved, table, forget: false);
            var found = Stopwatch.GetElapsedTime(started);
            nftables.Run(text);
            changes.Add((found.TotalMilliseconds, (Stopwatch.GetElapsedTime(started) - found).TotalMilliseconds));
        }

        var (difference, run) = (changes.Select(change => change.Text).Order().ElementAt(10), changes.Select(change => change.Run).Order().ElementAt(10));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"10,000 pins and 16,381 places in {loaded.TotalMilliseconds:0} ms; one pin (median): {difference:0.00} ms to find, {run:0.00} ms in nft");

        // Bounds for a busy machine; what it takes is printed.
        Assert.InRange(loaded.TotalSeconds, 0, 10);
        Assert.InRange(run, 0, 500);
    });

    private static void Inside(Action<Nftables> act)
    {
        Prerequisite.Namespaces();
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        using var space = NetworkNamespace.Create("nft");
        space.Ip("link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
        Exception? failure = null;
        using var socket = NamespaceSocket.Create(space, () =>
        {
            try
            {
                using var nftables = Nftables.Open();
                act(nftables);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            return new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        });
        if (failure is not null)
        {
            Assert.Fail(failure.ToString());
        }
    }

    private static ForwardingTable Table(int pins) => new(
        new TableFrame("eth0", Mac("02:00:00:00:00:11"), [Ip.FromV4(0x0A14_0001), Ip.FromV6(0xFD00_0020_0000_0000, 1)], [2055]),
        Enumerable.Range(1, pins / 2)
            .SelectMany(number => new[] { Ip.FromV4(0x0A1E_0000u + (uint)number), Ip.FromV6(0xFD00_0030_0000_0000, (ulong)number) })
            .ToImmutableSortedDictionary(source => source, _ => One),
        [.. Enumerable.Range(0, ForwardingTable.PlaceCount).Select(place => place % 2 == 0 ? One : Other)],
        []);

    private static MacAddress Mac(string text) => MacAddress.TryParse(text, out var mac) ? mac : throw new FormatException(text);
}
