namespace Pierhead.Wire.Mrt;

/// <summary>
/// MRT record types (RFC 6396 section 4). A record of any other type, the deprecated ones (RFC 6396 appendix B) too, is read and
/// written whole, as a <see cref="MrtRecord"/>.
/// </summary>
public enum MrtType : ushort
{
    Ospfv2 = 11,
    TableDump = 12,
    TableDumpV2 = 13,
    Bgp4mp = 16,

    /// <summary>BGP4MP with microseconds.</summary>
    Bgp4mpEt = 17,
    Isis = 32,

    /// <summary>IS-IS with microseconds.</summary>
    IsisEt = 33,
    Ospfv3 = 48,

    /// <summary>OSPFv3 with microseconds.</summary>
    Ospfv3Et = 49,
}
