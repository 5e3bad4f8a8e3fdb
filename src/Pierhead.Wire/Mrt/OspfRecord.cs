using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// An OSPFv2 record (RFC 6396 section 4.1) or an OSPFv3 one (RFC 6396 section 4.6): its ends, and the message whole, which is not read.
/// <code>
/// OSPFv2: remote address (4 octets)  local address (4)  message
/// OSPFv3: AFI (2)  remote address (4 or 16)  local address  message
/// </code>
/// </summary>
public readonly ref struct OspfRecord
{
    /// <summary>Whether it is OSPFv3, whose ends may be of IPv6; else OSPFv2.</summary>
    public bool IsVersion3 { get; init; }

    /// <summary>Who sent the message.</summary>
    public Ip Remote { get; init; }

    /// <summary>Who received it; of the same family.</summary>
    public Ip Local { get; init; }

    /// <summary>The OSPF message with its header.</summary>
    public ReadOnlySpan<byte> Message { get; init; }

    /// <summary>Decodes a record; a fault where it is of another type, of a family that is not known, or cut short.</summary>
    public static MrtFault Decode(in MrtRecord record, out OspfRecord decoded)
    {
        decoded = default;
        if (record.Type is not (MrtType.Ospfv2 or MrtType.Ospfv3 or MrtType.Ospfv3Et))
        {
            return record.Fault("not an OSPF record");
        }

        var isVersion3 = record.Type != MrtType.Ospfv2;
        var reader = new OctetReader(record.Body);
        var afi = isVersion3 ? reader.UInt16() : (ushort)1;
        if (!reader.Failed && afi is not (1 or 2))
        {
            return record.Fault("an OSPFv3 record of an unknown address family");
        }

        var remote = reader.Address(afi == 2);
        var local = reader.Address(afi == 2);
        if (reader.Failed)
        {
            return record.Fault("an OSPF record is cut short");
        }

        decoded = new OspfRecord { IsVersion3 = isVersion3, Remote = remote, Local = local, Message = reader.Rest };
        return default;
    }

    /// <summary>Writes what <see cref="Decode"/> reads.</summary>
    internal void WriteTo(OctetWriter writer)
    {
        if (Remote.IsIPv6 != Local.IsIPv6 || (Remote.IsIPv6 && !IsVersion3))
        {
            throw new ArgumentException($"An OSPF record of version {(IsVersion3 ? 3 : 2)} has no room for {Remote} and {Local}.");
        }

        if (IsVersion3)
        {
            writer.UInt16((ushort)(Remote.IsIPv6 ? 2 : 1));
        }

        writer.Address(Remote);
        writer.Address(Local);
        writer.Octets(Message);
    }
}
