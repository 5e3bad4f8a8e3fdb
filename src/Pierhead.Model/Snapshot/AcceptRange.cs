using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>An <c>accept</c> entry: routers that need no entry each. One device for each address of it, named by the address.</summary>
/// <param name="MaxSessions">How many of them may have a session at the same time.</param>
public sealed record AcceptRange(TenantId Tenant, IpPrefix From, string? Site, int MaxSessions, DeviceBgp Bgp);
