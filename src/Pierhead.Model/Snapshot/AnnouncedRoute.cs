using Pierhead.Model.Ids;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>A route or rule that a device is to be told of, validated.</summary>
/// <param name="Device">The device, on each of its sessions.</param>
/// <param name="Prefix">The prefix of a unicast family, else null.</param>
/// <param name="Rule">The rule of a Flowspec family, else null.</param>
/// <param name="NextHop">The next hop of a prefix; null for a rule.</param>
public sealed record AnnouncedRoute(DeviceId Device, Family Family, IpPrefix? Prefix, FlowspecRule? Rule, Ip? NextHop, PathAttributes Attributes);
