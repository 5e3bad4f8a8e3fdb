namespace Pierhead.Wire.Bgp.Open;

/// <summary>What holds between two speakers, from the OPEN message of each. A pure function.</summary>
public static class Negotiation
{
    public static NegotiatedSession Negotiate(OpenMessage local, OpenMessage remote)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(remote);
        var families = FamiliesOf(local).Intersect(FamiliesOf(remote));
        var name = remote.Find<FqdnCapability>()?.Host;
        return new NegotiatedSession(
            new DecodeContext(
                families,
                families.Intersect(AddPath(local, AddPathMode.Receive)).Intersect(AddPath(remote, AddPathMode.Send)),
                Both<FourOctetAsnCapability>(local, remote),
                local.Asn == remote.Asn)
            {
                MultipleLabels = families.Intersect(MultipleLabels(local)).Intersect(MultipleLabels(remote)),
            },
            Math.Min(local.HoldTime, remote.HoldTime),
            local.Asn,
            remote.Asn,
            remote.Identifier,
            local.Has(CapabilityCode.ExtendedMessage),
            remote.Has(CapabilityCode.ExtendedMessage),
            remote.Has(CapabilityCode.RouteRefresh) || remote.Has(CapabilityCode.RouteRefreshOld),
            local.Has(CapabilityCode.EnhancedRouteRefresh) && remote.Has(CapabilityCode.EnhancedRouteRefresh),
            families.Intersect(AddPath(local, AddPathMode.Send)).Intersect(AddPath(remote, AddPathMode.Receive)),
            remote.Find<GracefulRestartCapability>(),
            remote.Find<LongLivedGracefulRestartCapability>(),
            string.IsNullOrEmpty(name) ? null : name,
            local.Find<GracefulRestartCapability>() is { Notification: true } && remote.Find<GracefulRestartCapability>() is { Notification: true });
    }

    /// <summary>
    /// The families a speaker offers, those Pierhead does not know left out. One that offers none by the multiprotocol
    /// capability speaks IPv4 unicast and nothing else (RFC 4760 section 8).
    /// </summary>
    public static FamilySet FamiliesOf(OpenMessage open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var families = FamilySet.Empty;
        var offered = false;
        foreach (var capability in open.Capabilities)
        {
            if (capability is MultiProtocolCapability multiProtocol)
            {
                offered = true;
                families = Families.TryFrom(multiProtocol.Afi, multiProtocol.Safi, out var family) ? families.With(family) : families;
            }
        }

        return offered ? families : FamilySet.Of(Family.IPv4);
    }

    private static FamilySet AddPath(OpenMessage open, AddPathMode mode)
    {
        var families = FamilySet.Empty;
        foreach (var item in open.Find<AddPathCapability>()?.Items ?? [])
        {
            // RFC 7911 section 4: a value that is not 1, 2 or 3 is ignored.
            if (item.Mode <= AddPathMode.Both && (item.Mode & mode) != 0 && Families.TryFrom(item.Afi, item.Safi, out var family))
            {
                families = families.With(family);
            }
        }

        return families;
    }

    /// <summary>RFC 8277 section 2.1: a count of 0 is ignored, and 1 says no more than that the family exists.</summary>
    private static FamilySet MultipleLabels(OpenMessage open)
    {
        var families = FamilySet.Empty;
        foreach (var item in open.Find<MultipleLabelsCapability>()?.Items ?? [])
        {
            if (item.Count > 1 && Families.TryFrom(item.Afi, item.Safi, out var family))
            {
                families = families.With(family);
            }
        }

        return families;
    }

    private static bool Both<T>(OpenMessage local, OpenMessage remote)
        where T : Capability => local.Find<T>() is not null && remote.Find<T>() is not null;
}
