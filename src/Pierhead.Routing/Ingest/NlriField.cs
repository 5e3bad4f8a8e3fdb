using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Ingest;

/// <summary>Where the prefixes of one field of a message lie in the receive buffer.</summary>
internal readonly record struct NlriField(int Offset, int Length, Family Family);
