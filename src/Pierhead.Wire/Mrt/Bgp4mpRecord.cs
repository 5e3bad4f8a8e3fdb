using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// A BGP4MP record (RFC 6396 section 4.4): a message as it was on the wire, or a change of the FSM's state.
/// <code>
/// peer AS (2 or 4 octets)  local AS (2 or 4)  interface (2)  AFI (2)  peer address  local address
/// then: message  or: old state (2)  new state (2)
/// </code>
/// </summary>
public readonly ref struct Bgp4mpRecord
{
    public Bgp4mpSubtype Subtype { get; init; }

    /// <summary>The peer's AS; no more than two octets where the subtype has no room for more.</summary>
    public Asn PeerAsn { get; init; }

    /// <summary>The recording speaker's AS; no more than two octets where the subtype has no room for more.</summary>
    public Asn LocalAsn { get; init; }

    /// <summary>The SNMP index of the interface of the session; 0 where it is not known.</summary>
    public ushort InterfaceIndex { get; init; }

    /// <summary>The peer's address, of the same family as <see cref="Local"/>.</summary>
    public Ip Peer { get; init; }

    public Ip Local { get; init; }

    /// <summary>The message with its header; empty for a change of state.</summary>
    public ReadOnlySpan<byte> Message { get; init; }

    /// <summary>The state before, 1 Idle to 6 Established, for a change of state.</summary>
    public ushort OldState { get; init; }

    /// <summary>The state after, for a change of state.</summary>
    public ushort NewState { get; init; }

    /// <summary>How an UPDATE in the record is read. What was negotiated is not recorded: both families are taken to be.</summary>
    public DecodeContext Context
    {
        get
        {
            var families = FamilySet.Of(Family.IPv4, Family.IPv6);
            return new DecodeContext(families, Subtype.AddPath ? families : FamilySet.Empty, Subtype.FourOctetAsn, PeerAsn == LocalAsn);
        }
    }

    /// <summary>Decodes a record; a fault where it is of another type, of a subtype that is not known, or cut short.</summary>
    public static MrtFault Decode(in MrtRecord record, out Bgp4mpRecord decoded)
    {
        decoded = default;
        if (record.Type is not (MrtType.Bgp4mp or MrtType.Bgp4mpEt) || !Bgp4mpSubtype.TryFrom(record.Subtype, out var subtype))
        {
            return record.Fault("not a BGP4MP record of a known subtype");
        }

        var reader = new OctetReader(record.Body);
        var peerAsn = reader.Asn(subtype.FourOctetAsn);
        var localAsn = reader.Asn(subtype.FourOctetAsn);
        var interfaceIndex = reader.UInt16();
        var afi = reader.UInt16();
        if (!reader.Failed && afi is not (1 or 2))
        {
            return record.Fault("a BGP4MP record of an unknown address family");
        }

        var peer = reader.Address(afi == 2);
        var local = reader.Address(afi == 2);
        ushort oldState = 0;
        ushort newState = 0;
        if (subtype.IsStateChange)
        {
            (oldState, newState) = (reader.UInt16(), reader.UInt16());
        }

        if (reader.Failed)
        {
            return record.Fault("a BGP4MP record is cut short");
        }

        decoded = new Bgp4mpRecord
        {
            Subtype = subtype,
            PeerAsn = peerAsn,
            LocalAsn = localAsn,
            InterfaceIndex = interfaceIndex,
            Peer = peer,
            Local = local,
            Message = subtype.IsStateChange ? default : reader.Rest,
            OldState = oldState,
            NewState = newState,
        };
        return default;
    }

    /// <summary>Writes what <see cref="Decode"/> reads.</summary>
    internal void WriteTo(OctetWriter writer)
    {
        if (Peer.IsIPv6 != Local.IsIPv6)
        {
            throw new ArgumentException($"A BGP4MP record has room for ends of one family, not {Peer} and {Local}.");
        }

        writer.Asn(PeerAsn, Subtype.FourOctetAsn);
        writer.Asn(LocalAsn, Subtype.FourOctetAsn);
        writer.UInt16(InterfaceIndex);
        writer.UInt16((ushort)(Peer.IsIPv6 ? 2 : 1));
        writer.Address(Peer);
        writer.Address(Local);
        if (Subtype.IsStateChange)
        {
            writer.UInt16(OldState);
            writer.UInt16(NewState);
        }
        else
        {
            writer.Octets(Message);
        }
    }
}
