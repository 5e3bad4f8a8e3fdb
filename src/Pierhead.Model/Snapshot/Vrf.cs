using System.Collections.Immutable;
using Pierhead.Wire.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>A VPN by name: every PE router may have a route distinguisher of its own for it (RFC 4364 section 4.2).</summary>
public sealed record Vrf(string Name, ImmutableArray<RouteDistinguisher> Distinguishers);
