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
    /// <summary>
    /// Our OPEN. Where the router's came first, as it nearly always does, what is said of each family (ADD-PATH and the like) is said of those
    /// in common only: there are speakers that drop a whole capability for one family in it that they do not know. With
    /// <c>local_asn: peer</c> its AS is the router's.
    /// </summary>
    /// <param name="settings">What the session is run with.</param>
    /// <param name="agreement">What was agreed, where the router's OPEN came first.</param>
    /// <param name="restart">How we restart.</param>
    internal static byte[] Write(SlotSettings settings, NegotiatedSession? agreement, RestartTerms restart)
    {
        var asn = agreement?.LocalAsn ?? settings.Bgp.LocalAsn ?? settings.Bgp.PeerAsn;
        return Create(settings, asn, agreement?.Context.Families ?? Offered(settings), restart).Encode();
    }

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

        var local = Create(settings, settings.Bgp.LocalAsn ?? remote.Asn, Offered(settings), restart: default);
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

    /// <param name="settings">What the session is run with.</param>
    /// <param name="asn">Ours.</param>
    /// <param name="families">Those that the capabilities with a list of families name.</param>
    /// <param name="restart">How we restart.</param>
    private static OpenMessage Create(SlotSettings settings, Asn asn, FamilySet families, RestartTerms restart)
    {
        var capabilities = new List<Capability>();
        foreach (var family in Offered(settings).Enumerate())
        {
            capabilities.Add(new MultiProtocolCapability(family));
        }

        capabilities.Add(new MarkerCapability(CapabilityCode.RouteRefresh));
        capabilities.Add(new MarkerCapability(CapabilityCode.EnhancedRouteRefresh));
        capabilities.Add(new MarkerCapability(CapabilityCode.ExtendedMessage));
        AddIfAny(capabilities, [.. AddPaths(settings.Bgp.AddPath.Intersect(families))], items => new AddPathCapability(items));
        AddIfAny(capabilities, [.. ExtendedNextHops(families)], items => new ExtendedNextHopCapability(items));
        AddIfAny(capabilities, [.. MultipleLabels(families)], items => new MultipleLabelsCapability(items));
        AddGracefulRestart(capabilities, families, restart);
        return OpenMessage.Create(asn, (ushort)settings.Bgp.HoldTime.TotalSeconds, settings.RouterId, capabilities);
    }

    private static void AddIfAny<T>(List<Capability> capabilities, T[] items, Func<T[], Capability> create)
    {
        if (items.Length != 0)
        {
            capabilities.Add(create(items));
        }
    }

    /// <summary>RFC 7911: more paths are asked for; we send none with an identifier.</summary>
    private static IEnumerable<AddPathFamily> AddPaths(FamilySet families) =>
        families.Enumerate().Select(family => new AddPathFamily(family.Row().Afi, family.Row().Safi, AddPathMode.Receive));

    /// <summary>RFC 8950: IPv4 routes may come with an IPv6 next hop.</summary>
    private static IEnumerable<ExtendedNextHop> ExtendedNextHops(FamilySet families) =>
        families.Intersect(FamilySet.Of(Family.IPv4, Family.IPv4Labeled, Family.VpnV4)).Enumerate()
            .Select(family => new ExtendedNextHop(family.Row().Afi, family.Row().Safi, NextHopAfi: 2));

    private static IEnumerable<MultipleLabelsFamily> MultipleLabels(FamilySet families) =>
        families.Enumerate().Where(family => family.Kind() == NlriKind.Labeled)
            .Select(family => new MultipleLabelsFamily(family.Row().Afi, family.Row().Safi, byte.MaxValue));

    /// <summary>
    /// A router is to keep what we announced while we are away, in every family (RFC 4724 section 4.1). The F bit is always set: we forward nothing,
    /// so a restart loses no forwarding state, and what was announced is as good as before. The R bit keeps the router from waiting for
    /// our End-of-RIB. The N bit: also where a NOTIFICATION ended the session (RFC 8538). The long-lived form is offered without families
    /// (RFC 9494 section 3.1): ours need not be kept for longer, the router's are.
    /// </summary>
    private static void AddGracefulRestart(List<Capability> capabilities, FamilySet families, RestartTerms restart)
    {
        var items = families.Enumerate().Select(family => new GracefulRestartFamily(family.Row().Afi, family.Row().Safi, ForwardingPreserved: true));
        capabilities.Add(new GracefulRestartCapability(restart.IsRestarting, notification: true, restart.Seconds, [.. items]));
        capabilities.Add(new LongLivedGracefulRestartCapability([]));
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
