using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Prefixes;

/// <summary>What a key stands for; what a family has not is null.</summary>
internal readonly record struct KeyDescription(RouteDistinguisher? Distinguisher, IpPrefix? Prefix, FlowspecRule? Rule);
