using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>One segment of an AS path.</summary>
public sealed record AsPathSegment(SegmentType Type, IReadOnlyList<Asn> Numbers);
