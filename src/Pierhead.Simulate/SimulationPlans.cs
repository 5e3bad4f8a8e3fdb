using System.Globalization;
using Pierhead.Simulate.Replay;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate;

/// <summary>Makes plans from options: reads or generates the table, and gives each router its addresses and its part.</summary>
public static class SimulationPlans
{
    private const int DefaultIPv4Count = 1_000_000;
    private const int DefaultIPv6Count = 200_000;

    private static readonly Asn DefaultAsn = new(64500);

    /// <summary>
    /// Makes the plan. What cannot be read or makes no sense is an <see cref="IOException"/>, <see cref="FormatException"/> or
    /// <see cref="ArgumentException"/> whose message says which and why.
    /// </summary>
    public static SimulationPlan From(SimulateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        try
        {
            var recording = options.MrtFile is { } file && !RibTable.IsDump(file) ? UpdateRecording.Load(file, options.MrtPeer) : null;
            var table = recording is null ? TableOf(options) : null;
            return new SimulationPlan(
                options.Target, [.. Enumerable.Range(0, options.Routers).Select(index => RouterOf(options, index, table, recording))]);
        }
        catch (InvalidDataException failure)
        {
            throw new FormatException($"A file that looks like gzip cannot be unpacked: {failure.Message}", failure);
        }
    }

    private static void Check(SimulateOptions options)
    {
        Require(options.Routers >= 1, "There must be at least one router.");
        Require(options.NextHops is >= 1 and <= AttributeSets.NextHopSlots, $"A router has 1 to {AttributeSets.NextHopSlots} next hops.");
        Require(options.Overlap is >= 0 and <= 1, "The overlap is a share from 0 to 1.");
        Require(options.WithdrawShare is >= 0 and <= 1, "The share to withdraw is from 0 to 1.");
        Require(options.ChurnPerSecond >= 0, "The churn must not be negative.");
        Require(options.Pace is null or > 0, "The pace must be greater than 0.");
        Require(options.FlapInterval is null || options.FlapInterval > TimeSpan.Zero, "The flap interval must be greater than 0.");
        Require(
            options.HoldTime is not { } hold || hold == TimeSpan.Zero || (hold.TotalSeconds is >= 3 and <= ushort.MaxValue),
            "The hold time is 0 or 3 to 65535 seconds.");
        Require(
            options.Target.AddressFamily == options.FirstLocalAddress.AddressFamily,
            $"A router at {options.FirstLocalAddress} cannot connect to {options.Target}: one is IPv4, the other IPv6.");
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new ArgumentException(sentence);
        }
    }

    private static RouteTable TableOf(SimulateOptions options)
    {
        var view = new TableView(options.Seed, options.Asn ?? DefaultAsn);
        if (options.MrtFile is { } dump)
        {
            return RibTable.Load(dump, options.MrtPeer, options.IPv4Count, options.IPv6Count);
        }

        if (options.AsnCsv is { } csv)
        {
            return AsnCsvTable.Load(csv, options.Seed, view, options.IPv4Count, options.IPv6Count);
        }

        return options.PrefixFiles.Count > 0
            ? PrefixListTable.Load(options.PrefixFiles, options.Seed, view, options.IPv4Count, options.IPv6Count)
            : SeededTable.Create(new SeededTableOptions
            {
                Seed = options.Seed,
                IPv4Count = options.IPv4Count ?? DefaultIPv4Count,
                IPv6Count = options.IPv6Count ?? DefaultIPv6Count,
                View = view,
            });
    }

    private static RouterPlan RouterOf(SimulateOptions options, int index, RouteTable? table, UpdateRecording? recording)
    {
        var local = RouterAddressing.Local(options.FirstLocalAddress, index);
        var identifier = RouterAddressing.Identifier(local, index);
        return new RouterPlan
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"router{index + 1}"),
            LocalAddress = local,
            Asn = options.Asn ?? recording?.Asn ?? DefaultAsn,
            RouterId = options.Routers == 1 && recording?.RouterId is { } recorded ? recorded : identifier,
            HoldTime = options.HoldTime ?? recording?.HoldTime ?? RouterPlan.DefaultHoldTime,
            Families = recording?.Families ?? FamilySet.Of(Family.IPv4, Family.IPv6),
            Md5Key = options.Md5Key,
            ExtendedMessages = options.ExtendedMessages,
            Reconnect = options.Reconnect,
            Table = table,
            Slice = new TableSlice(
                SliceOf(options.SliceIPv4, options.Overlap, index), SliceOf(options.SliceIPv6, options.Overlap, index)),
            NextHopsIPv4 = RouterAddressing.NextHopsIPv4(index, options.NextHops),
            NextHopsIPv6 = RouterAddressing.NextHopsIPv6(index, options.NextHops),
            ClusterId = options.Reflected ? identifier : null,
            Seed = options.Seed + (ulong)index,
            ChurnPerSecond = options.ChurnPerSecond,
            FlapInterval = options.FlapInterval,
            FirstFlap = options.FlapInterval * (index + 1.0) / options.Routers,
            WithdrawShare = options.WithdrawShare,
            Recording = recording,
            Pace = options.Pace,
        };
    }

    private static RouteRange SliceOf(int? count, double overlap, int index) =>
        count is null ? RouteRange.All : new RouteRange((int)((long)(count.Value * (1 - overlap) * index) % int.MaxValue), count);
}
