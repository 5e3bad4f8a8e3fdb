using System.Collections.Immutable;
using System.Net;

namespace Pierhead.Simulate;

/// <summary>What to run: routers, and the daemon they connect to.</summary>
public sealed record SimulationPlan(IPEndPoint Target, ImmutableArray<RouterPlan> Routers);
