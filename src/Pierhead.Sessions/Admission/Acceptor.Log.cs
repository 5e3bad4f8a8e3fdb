using Microsoft.Extensions.Logging;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Admission;

/// <summary>Log lines of admission: event ids 2200 to 2299.</summary>
internal sealed partial class Acceptor
{
    [LoggerMessage(2200, LogLevel.Warning, "connection from {Source} rejected: no tenant claims this address{HeldBack}")]
    private static partial void Unclaimed(ILogger logger, Ip source, string heldBack);

    [LoggerMessage(2201, LogLevel.Warning, "connection from {Source} dropped: more than {Hops} hops away, which its gtsm setting forbids{HeldBack}")]
    private static partial void TooFar(ILogger logger, Ip source, int hops, string heldBack);

    [LoggerMessage(2202, LogLevel.Warning, "connection from {Source} rejected: range {From} of tenant {Tenant} has its {MaxSessions} sessions{HeldBack}")]
    private static partial void RangeFull(ILogger logger, Ip source, TenantId tenant, IpPrefix from, int maxSessions, string heldBack);

    [LoggerMessage(2203, LogLevel.Error, "cannot take connections: {Error}; raise the limit of open files (LimitNOFILE in the service's unit){HeldBack}")]
    private static partial void Exhausted(ILogger logger, string error, string heldBack);

    [LoggerMessage(2204, LogLevel.Error, "connection from {Source} closed: {Error}")]
    private static partial void NotPrepared(ILogger logger, Ip source, string error);
}
