using System.Collections.Immutable;
using System.Net;
using Pierhead.Wire.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>The file <c>pierhead.yaml</c>, validated. Paths are absolute.</summary>
/// <param name="Name">The key <c>node</c>.</param>
/// <param name="RouterId">BGP Identifier: belongs to the floating address, the same on every node.</param>
/// <param name="FlowListen">Where flows will be received (later issue; validated now).</param>
public sealed record NodeSettings(
    string Name,
    ImmutableArray<IPEndPoint> BgpListen,
    Ip RouterId,
    TimeSpan HoldTime,
    ImmutableArray<IPEndPoint> FlowListen,
    ApiSettings Api,
    StoreSettings? Store,
    StateSettings? State,
    LimitSettings Limits,
    ImmutableArray<IPEndPoint> RpkiCaches,
    ImmutableArray<string> RpkiFiles);
