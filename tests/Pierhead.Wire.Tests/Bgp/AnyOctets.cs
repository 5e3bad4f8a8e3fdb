using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Bgp.RouteRefresh;
using Pierhead.Wire.Bgp.Update;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp;

/// <summary>Puts octets through everything that reads a stranger's: nothing may throw, and what is promised must hold.</summary>
internal static class AnyOctets
{
    private static readonly FamilySet Both = FamilySet.Of(Family.IPv4, Family.IPv6);

    private static readonly DecodeContext[] Contexts =
    [
        new(Both, FamilySet.Empty, FourOctetAsn: true, Internal: true),
        new(Both, FamilySet.Empty, FourOctetAsn: false, Internal: false),
        new(Both, Both, FourOctetAsn: true, Internal: false),
        new(FamilySet.Of(Family.IPv6), FamilySet.Empty, FourOctetAsn: false, Internal: true),
    ];

    /// <summary>Reads a stream of messages to its end or its first fault; returns how many were complete.</summary>
    public static int Stream(ReadOnlySpan<byte> octets)
    {
        var (at, count) = (0, 0);
        while (MessageFramer.TryRead(octets, at, MessageFramer.ExtendedMaximumLength, out var frame, out var next, out var fault) is var status
            && status == FrameStatus.Complete)
        {
            Assert.True(next > at);
            Body(octets.Slice(frame.BodyOffset, frame.BodyLength));
            at = next;
            count++;
        }

        return count;
    }

    /// <summary>Reads octets as the body of a message of every type.</summary>
    public static void Body(ReadOnlySpan<byte> body)
    {
        var fault = OpenMessage.Decode(body, out var open);
        Assert.Equal(fault.IsNone, open is not null);
        _ = NotificationMessage.From(fault, body).Encode();
        if (open is not null && open.Capabilities.Sum(each => each.ToValueBytes().Length + 2) < 4000)
        {
            Assert.True(OpenMessage.Decode(open.Encode().AsSpan(MessageFramer.HeaderLength), out var again).IsNone);
            Assert.Equal(open, again);
            _ = Negotiation.Negotiate(open, open);
        }

        fault = RouteRefreshMessage.Decode(body, out _);
        _ = NotificationMessage.From(fault, body).ToString();
        _ = NotificationMessage.Decode(body).ToString();
        foreach (var context in Contexts)
        {
            Update(body, context);
        }

        _ = PathAttributes.Decode(body).ToCanonicalBytes();
    }

    private static void Update(ReadOnlySpan<byte> body, DecodeContext context)
    {
        var fault = UpdateMessage.Decode(body, context, out var update);
        Assert.InRange(fault.DataOffset + fault.DataLength, 0, body.Length);
        if (fault.Scope == FaultScope.ResetSession)
        {
            _ = NotificationMessage.From(fault, body);
            return;
        }

        Assert.Equal(fault.Scope == FaultScope.TreatAsWithdraw || (update.TreatAsWithdraw && fault.Scope == FaultScope.DisableFamily), update.TreatAsWithdraw);
        _ = update.IsEndOfRib(out _);
        WellFormed(update.Withdrawn, false, context);
        WellFormed(update.Nlri, false, context);
        WellFormed(update.ReachNlri, update.ReachFamily == Family.IPv6, context);
        WellFormed(update.UnreachNlri, update.UnreachFamily == Family.IPv6, context);
        if (!update.TreatAsWithdraw)
        {
            Canonical(update);
        }
    }

    /// <summary>What is written fits its bound, comes back as the same octets, and keeps the others apart.</summary>
    private static void Canonical(UpdateMessage update)
    {
        var path = new byte[update.AsPathCanonicalBound];
        Assert.True(AsPathBytes.IsValid(path.AsSpan(0, update.WriteAsPathCanonical(path)), fourOctetAsn: true));
        var others = new byte[update.OthersCanonicalBound];
        Assert.Equal(update.HasOthers && !update.Others.MoveNext(), update.HasOthers && update.WriteOthersCanonical(others) == 0);
        var all = new byte[update.CanonicalBound];
        var written = all.AsSpan(0, update.WriteCanonical(all));
        Assert.Equal(Hex.Text(written), Hex.Text(PathAttributes.Decode(written).ToCanonicalBytes()));
        Assert.Equal(Hex.Text(written), Hex.Text(CanonicalAttributes.Of(written)));
    }

    private static void WellFormed(ReadOnlySpan<byte> nlri, bool ipv6, DecodeContext context)
    {
        var reader = new NlriReader(nlri, ipv6, context.AddPath.Contains(ipv6 ? Family.IPv6 : Family.IPv4));
        while (ipv6 ? reader.TryReadV6(out _, out _, out _, out _) : reader.TryReadV4(out _, out _, out _))
        {
        }

        Assert.True(reader.AtEnd);
    }
}
