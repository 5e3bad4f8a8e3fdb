namespace Pierhead.Wire.Mrt;

/// <summary>MRT record types (RFC 6396 section 4): those that Pierhead reads.</summary>
public enum MrtType : ushort
{
    TableDump = 12,
    TableDumpV2 = 13,
    Bgp4mp = 16,

    /// <summary>BGP4MP with microseconds.</summary>
    Bgp4mpEt = 17,
}
