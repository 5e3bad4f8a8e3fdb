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
    private Bgp4mpRecord(Bgp4mpSubtype subtype, scoped in Ends ends, ReadOnlySpan<byte> message, ushort oldState, ushort newState)
    {
        Subtype = subtype;
        PeerAsn = ends.PeerAsn;
        LocalAsn = ends.LocalAsn;
        Peer = ends.Peer;
        Local = ends.Local;
        Message = message;
        OldState = oldState;
        NewState = newState;
    }

    public Bgp4mpSubtype Subtype { get; }

    public Asn PeerAsn { get; }

    public Asn LocalAsn { get; }

    public Ip Peer { get; }

    public Ip Local { get; }

    /// <summary>The message with its header; empty for a change of state.</summary>
    public ReadOnlySpan<byte> Message { get; }

    /// <summary>The state before, 1 Idle to 6 Established, for a change of state.</summary>
    public ushort OldState { get; }

    /// <summary>The state after, for a change of state.</summary>
    public ushort NewState { get; }

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
        _ = reader.UInt16();
        var afi = reader.UInt16();
        if (!reader.Failed && afi is not (1 or 2))
        {
            return record.Fault("a BGP4MP record of an unknown address family");
        }

        var ends = new Ends(peerAsn, localAsn, reader.Address(afi == 2), reader.Address(afi == 2));
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

        decoded = new Bgp4mpRecord(subtype, in ends, subtype.IsStateChange ? default : reader.Rest, oldState, newState);
        return default;
    }

    private readonly record struct Ends(Asn PeerAsn, Asn LocalAsn, Ip Peer, Ip Local);
}
