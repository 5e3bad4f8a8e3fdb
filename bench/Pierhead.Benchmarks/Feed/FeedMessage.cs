namespace Pierhead.Benchmarks.Feed;

/// <summary>An UPDATE message in a stream.</summary>
/// <param name="Offset">Where it begins in the stream.</param>
/// <param name="Length">Octets, header included.</param>
/// <param name="NextHopAt">Where the last four octets of the next hop lie, from the message's start: each router puts its own there.</param>
/// <param name="NlriAt">Where the NLRI begin, from the message's start.</param>
/// <param name="NlriLength">Octets of the NLRI.</param>
/// <param name="Routes">How many prefixes.</param>
/// <param name="Slot">Which of its router's next hops the routes have.</param>
/// <param name="IsIPv6">Which family.</param>
internal readonly record struct FeedMessage(
    int Offset, int Length, int NextHopAt, int NlriAt, int NlriLength, int Routes, int Slot, bool IsIPv6);
