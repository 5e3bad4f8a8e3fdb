using Pierhead.Wire.Bgp;

namespace Pierhead.Routing;

/// <summary>What a batch of UPDATE messages came to.</summary>
/// <param name="Applied">How many messages were taken, the one that ends the session not counted.</param>
/// <param name="WorstFault">The worst fault met; with <see cref="FaultScope.ResetSession"/> the session must end.</param>
/// <param name="FaultFrame">Index in the batch of the message with that fault.</param>
/// <param name="FaultyUpdates">Messages with any fault.</param>
/// <param name="EndOfRib">Families whose End-of-RIB marker (RFC 4724 section 2) was met.</param>
/// <param name="LimitReached">The family whose maximum was passed: the session must end with Cease 6/1.</param>
/// <param name="LimitWarning">Families that reached their warning mark in this batch, for the first time in the session.</param>
/// <param name="OutOfResources">The shared tables are full: the session must end with Cease 6/8.</param>
public readonly record struct ApplyResult(
    int Applied,
    BgpFault WorstFault,
    int FaultFrame,
    int FaultyUpdates,
    FamilySet EndOfRib,
    Family? LimitReached,
    FamilySet LimitWarning,
    bool OutOfResources);
