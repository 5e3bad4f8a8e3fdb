using System.Globalization;
using BenchmarkDotNet.Running;
using Pierhead.Benchmarks;

// load [routers] [same] [nexthops]: one load of full tables; anything else goes to BenchmarkDotNet.
if (args is ["load", ..])
{
    var routers = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
    var nextHops = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 32;
    QuickRun.Load(routers, args.Length > 2 && args[2] == "same", nextHops);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(SyntheticTable).Assembly).Run(args);
