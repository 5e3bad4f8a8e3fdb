using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Admission;

/// <summary>Somebody who came and whom no tenant claims.</summary>
/// <param name="Asn">The AS that its OPEN named, or null when none was read.</param>
public sealed record UnknownRouter(Ip Address, long Attempts, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, Asn? Asn);
