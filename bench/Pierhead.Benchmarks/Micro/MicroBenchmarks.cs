using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Pierhead.Benchmarks.InProcess;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.Micro;

/// <summary>The steps of a route's way, each by itself, a route or a lookup at a time; the columns for allocation must say nothing.</summary>
[Config(typeof(InThisProcess))]
[MemoryDiagnoser]
public class MicroBenchmarks : IDisposable
{
    private const int IPv4 = 200_000;
    private const int IPv6 = 40_000;
    private const int Sets = 32_000;
    private const int Batch = 32;
    private const int Strings = 1_000;

    private static readonly DecodeContext Context = new(FamilySet.Of(Family.IPv4, Family.IPv6), FamilySet.Empty, true, true);

    private readonly SyntheticTable _synthetic = new(IPv4, IPv6, Sets, seed: 1);
    private readonly RouteKey[] _found = new RouteKey[Batch];
    private readonly byte[][] _paths = new byte[Strings][];
    private UpdateStream _stream = null!;
    private RouteTables _tables = null!;
    private AdjRibIn _table = null!;
    private Ip[] _addresses4 = null!;
    private Ip[] _addresses6 = null!;
    private Route[] _routes = null!;

    [GlobalSetup]
    public void Setup()
    {
        _tables = new RouteTables(new RouteTablesOptions());
        _table = Open(1);
        _stream = _synthetic.Router(1, 32, sameOrder: false);
        _stream.ApplyTo(_table, DateTimeOffset.UnixEpoch);
        _tables.Shared.CatchUp(Family.IPv4);
        _tables.Shared.CatchUp(Family.IPv6);
        var random = new Random(3);
        _addresses4 = [.. Enumerable.Range(0, Batch).Select(_ => _synthetic.IPv4[random.Next(IPv4)].Address)];
        _addresses6 = [.. Enumerable.Range(0, Batch).Select(_ => _synthetic.IPv6[random.Next(IPv6)].Address)];
        _routes = [.. _table.Walk(Family.IPv4, RouteFilter.All, 0, Batch, 1_000).Routes];
        for (var index = 0; index < Strings; index++)
        {
            _paths[index] = new byte[18];
            random.NextBytes(_paths[index]);
            Intern(_paths[index]);
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _tables.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>UPDATE messages (RFC 4271 section 4.3), every prefix read.</summary>
    [Benchmark(OperationsPerInvoke = IPv4 + IPv6)]
    public int Decode() => _stream.Decode(Context);

    /// <summary>An AS path that is known: hash, find, compare.</summary>
    [Benchmark(OperationsPerInvoke = Strings)]
    public uint Intern()
    {
        uint last = 0;
        using var guard = _tables.Shared.Grace.Enter();
        foreach (var path in _paths)
        {
            last ^= Intern(path);
        }

        return last;
    }

    /// <summary>A route into a table, decoding included: prefixes and attributes are known to the node.</summary>
    [Benchmark(OperationsPerInvoke = IPv4 + IPv6)]
    public long Insert()
    {
        _stream.ApplyTo(_table, DateTimeOffset.UnixEpoch);
        return _table.Count(Family.IPv4);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public uint LongestMatchIPv4()
    {
        _table.LongestMatch(_addresses4, _found);
        return _found[0].Prefix;
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public uint LongestMatchIPv6()
    {
        _table.LongestMatch(_addresses6, _found);
        return _found[0].Prefix;
    }

    /// <summary>A route's attributes as octets, for the API and MRT: the one step that allocates.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public int Encode() => _routes.Sum(route => route.EncodeAttributes().Length);

    private uint Intern(byte[] path)
    {
        var hash = KeyedHash.Of(path);
        return _tables.Shared.Paths.Intern(path, hash, _tables.Shared.Paths.Candidate(hash));
    }

    private AdjRibIn Open(uint router)
    {
        var table = _tables.Open(new SessionKey(new DeviceId(new TenantId("t"), "r"), Ip.FromV4(router)));
        table.SessionUp(Context, PrefixLimits.None, DateTimeOffset.UnixEpoch);
        return table;
    }

    // The projects are built under rules of their own, which a generated one would break.
    private sealed class InThisProcess : ManualConfig
    {
        public InThisProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
