using System.Globalization;
using System.Text.Json;
using Pierhead.Benchmarks;

// Without words: the loads that docs/decisions/0002-table-layout.md speaks of, as a table and as JSON under bench/results/.
// With words, one load: ROUTERS [own|same] [NEXTHOPS]. `decode`: a line for scripts/bench-against.sh.
if (args is ["decode"])
{
    DecodeRun.Print();
    return;
}

Load[] loads = args is []
    ? [new(1, SameOrder: false, 32), new(8, SameOrder: false, 32), new(8, SameOrder: true, 32), new(8, SameOrder: false, 2_000), new(32, SameOrder: false, 32)]
    :
    [
        new Load(
            int.Parse(args[0], CultureInfo.InvariantCulture),
            SameOrder: args is [_, "same", ..],
            args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 32),
    ];

Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}; 1.2M routes a router, one thread, tables alone; times are the thread's own processor time");
Console.WriteLine(LoadResult.Header);
var results = new List<LoadResult>();
foreach (var load in loads)
{
    var result = LoadRun.Of(load);
    results.Add(result);
    Console.WriteLine(result.Row);
}

var path = Path.Combine("bench", "results", "tables.json");
Directory.CreateDirectory(Path.GetDirectoryName(path)!);
File.WriteAllText(path, JsonSerializer.Serialize(results, LoadResult.Json));
Console.WriteLine($"written to {path}");
