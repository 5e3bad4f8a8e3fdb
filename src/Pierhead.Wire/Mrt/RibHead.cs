using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// What stands before the entries of a RIB record: the route's destination. Records of a family's own subtype (RFC 6396 section
/// 4.3.2), and generic ones (RFC 6396 section 4.3.3), whose path identifier stands before the NLRI (RFC 8050 section 4.2).
/// <code>
/// sequence (4 octets)  prefix length (1)  prefix  entry count (2)
/// sequence (4 octets)  AFI (2)  SAFI (1)  [ path identifier (4) ]  NLRI  entry count (2)
/// </code>
/// </summary>
public readonly ref struct RibHead
{
    public RibSubtype Subtype { get; init; }

    /// <summary>The record's place in the dump, from 0.</summary>
    public uint Sequence { get; init; }

    /// <summary>The Address Family Identifier, that of the subtype unless this is generic.</summary>
    public ushort Afi { get; init; }

    public byte Safi { get; init; }

    /// <summary>One NLRI as it is on the wire, without path identifier.</summary>
    public ReadOnlySpan<byte> Nlri { get; init; }

    /// <summary>
    /// The path identifier of all entries of a generic record. Null where it has none, or where each entry has its own: in records of
    /// a family's own subtype, and in generic ones of OpenBGPD and GoBGP, which do not follow RFC 8050 in this.
    /// </summary>
    public uint? PathId { get; init; }

    /// <summary>Whether each entry has a path identifier of its own.</summary>
    public bool EntriesHavePathId => Subtype.AddPath && PathId is null;

    /// <summary>The NLRI of unicast and multicast as a prefix; null where it is of another family, or malformed.</summary>
    public IpPrefix? Prefix
    {
        get
        {
            if (Afi is not (1 or 2) || Safi is not (1 or 2))
            {
                return null;
            }

            var reader = new NlriReader(Nlri, ipv6: Afi == 2, addPath: false);
            byte length;
            if (Afi == 2)
            {
                return reader.TryReadV6(out var high, out var low, out length, out _) && reader.AtEnd
                    ? IpPrefix.Create(Ip.FromV6(high, low), length)
                    : null;
            }

            return reader.TryReadV4(out var address, out length, out _) && reader.AtEnd ? IpPrefix.Create(Ip.FromV4(address), length) : null;
        }
    }

    /// <summary>
    /// Reads up to the entry count; false where the head does not fit. NLRI are taken off by the family's own syntax: of a family
    /// without a known one, nobody can tell where they end.
    /// </summary>
    internal static bool TryRead(scoped ref OctetReader reader, RibSubtype subtype, bool pathIdBeforeNlri, out RibHead head)
    {
        var sequence = reader.UInt32();
        var afi = subtype.IsGeneric ? reader.UInt16() : subtype.Afi;
        var safi = subtype.IsGeneric ? reader.Byte() : subtype.Safi;
        uint? pathId = pathIdBeforeNlri ? reader.UInt32() : null;
        var length = NlriLength.Of(afi, safi, reader.Rest);
        head = new RibHead
        {
            Subtype = subtype,
            Sequence = sequence,
            Afi = afi,
            Safi = safi,
            PathId = pathId,
            Nlri = length < 0 ? default : reader.Octets(length),
        };
        return length >= 0 && !reader.Failed;
    }

    internal void WriteTo(OctetWriter writer)
    {
        writer.UInt32(Sequence);
        if (Subtype.IsGeneric)
        {
            writer.UInt16(Afi);
            writer.Byte(Safi);
            if (PathId is { } pathId)
            {
                writer.UInt32(pathId);
            }
        }

        writer.Octets(Nlri);
    }

    /// <summary>What is wrong with a head that is to be written; null where nothing is.</summary>
    internal string? Problem()
    {
        if (Subtype.Number == 0)
        {
            return "a RIB record needs a subtype";
        }

        if (!Subtype.IsGeneric && (Subtype.Afi != Afi || Subtype.Safi != Safi))
        {
            return "a RIB record of a family's own subtype holds routes of that family";
        }

        if (PathId is not null && !(Subtype.IsGeneric && Subtype.AddPath))
        {
            return "only generic records with path identifiers have one before the NLRI";
        }

        return NlriLength.Of(Afi, Safi, Nlri) == Nlri.Length ? null : "the NLRI are not exactly one of a family whose syntax is known";
    }
}
