using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Fsm;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Slots;

/// <summary>Our side of the OPEN exchange: what is offered, and whether the router's OPEN is accepted. Pure.</summary>
internal static class LocalOpen
{
    /// <summary>Our OPEN; with <c>local_asn: peer</c> its AS is the router's, from the OPEN that came first.</summary>
    internal static byte[] Write(SlotSettings settings, NegotiatedSession? agreement) =>
        Create(settings, agreement?.LocalAsn ?? settings.Bgp.LocalAsn ?? settings.Bgp.PeerAsn).Encode();

    /// <summary>Judges the router's OPEN (RFC 4271 section 6.2); null with what was agreed, or why the connection has to end.</summary>
    internal static SessionEnd? TryAgree(SlotSettings settings, ReadOnlySpan<byte> body, out NegotiatedSession? agreement)
    {
        agreement = null;
        var fault = OpenMessage.Decode(body, out var remote);
        if (!fault.IsNone || remote is null)
        {
            return SessionEnd.Fault(fault, body);
        }

        var expected = settings.Bgp.PeerAsn;
        if (remote.Asn != expected && !AcceptsAnyAsn(settings))
        {
            return Refuse(OpenError.BadPeerAs, $"AS {remote.Asn}, expected {expected}");
        }

        var local = Create(settings, settings.Bgp.LocalAsn ?? remote.Asn);
        if (local.Asn == remote.Asn && remote.Identifier == settings.RouterId)
        {
            return Refuse(OpenError.BadBgpIdentifier, $"the router's identifier {remote.Identifier} is ours");
        }

        var session = Negotiation.Negotiate(local, remote);
        var families = session.Context.Families.Intersect(Offered(settings));
        if (families.IsEmpty)
        {
            return NothingInCommon(settings, remote);
        }

        agreement = session with { Context = session.Context with { Families = families } };
        return null;
    }

    /// <summary>The AS that an OPEN names, whoever sent it.</summary>
    internal static bool TryReadAsn(ReadOnlySpan<byte> body, out Asn asn)
    {
        _ = OpenMessage.Decode(body, out var open);
        asn = open?.Asn ?? default;
        return open is not null;
    }

    private static bool AcceptsAnyAsn(SlotSettings settings) => settings.Bgp.LocalAsn is null && settings.Bgp.PeerAsn == DeviceBgp.AnyAsn;

    private static FamilySet Offered(SlotSettings settings) => settings.Bgp.Families;

    /// <summary>
    /// Graceful Restart is offered without families and with restart time 0 (RFC 4724 section 3): we keep no forwarding state
    /// over a restart, and want the router's End-of-RIB.
    /// </summary>
    private static OpenMessage Create(SlotSettings settings, Asn asn)
    {
        var capabilities = new List<Capability>();
        foreach (var family in Offered(settings).Enumerate())
        {
            capabilities.Add(new MultiProtocolCapability(family));
        }

        capabilities.Add(new MarkerCapability(CapabilityCode.RouteRefresh));
        capabilities.Add(new MarkerCapability(CapabilityCode.ExtendedMessage));
        capabilities.Add(new GracefulRestartCapability(restarting: false, notification: false, restartTime: 0, []));
        return OpenMessage.Create(asn, (ushort)settings.Bgp.HoldTime.TotalSeconds, settings.RouterId, capabilities);
    }

    /// <summary>RFC 5492 section 3: the Data of 2/7 is what the peer lacks. Better no session than one that can carry nothing.</summary>
    private static SessionEnd NothingInCommon(SlotSettings settings, OpenMessage remote)
    {
        var data = new List<byte>();
        foreach (var family in Offered(settings).Enumerate())
        {
            data.AddRange([CapabilityCode.MultiProtocol, 4, .. new MultiProtocolCapability(family).ToValueBytes()]);
        }

        return SessionEnd.Sent(
            new NotificationMessage(ErrorCode.Open, OpenError.UnsupportedCapability, data.ToArray()),
            $"no address family in common: ours {Describe(Offered(settings))}, the router's {Describe(Negotiation.FamiliesOf(remote))}");
    }

    private static string Describe(FamilySet families) => families.IsEmpty ? "none" : families.ToString();

    private static SessionEnd Refuse(byte subcode, string detail) =>
        SessionEnd.Sent(new NotificationMessage(ErrorCode.Open, subcode), detail);
}
