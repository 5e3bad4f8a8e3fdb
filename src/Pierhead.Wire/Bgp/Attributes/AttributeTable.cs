using static Pierhead.Wire.Bgp.Attributes.AttributeFlags;
using static Pierhead.Wire.Bgp.FaultScope;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// The table of path attributes: the one place where flags, lengths, duplicates, senders and the RFC 7606 approach of each
/// are written down. An attribute that is not here is kept as it came where it is optional, and ends the session where it
/// claims to be well-known (RFC 4271 section 6.3). NEXT_HOP's value is looked at with the whole message, for it counts only
/// where the message has NLRI of its own (RFC 4760 section 3).
/// </summary>
public static class AttributeTable
{
    private static readonly AttributeRow[] ByType = Build(
    [
        new(AttributeType.Origin, "ORIGIN", WellKnown, LengthRule.Exactly, 1, TreatAsWithdraw, ValueCheck.Origin),
        new(AttributeType.AsPath, "AS_PATH", WellKnown, LengthRule.Any, 0, TreatAsWithdraw, ValueCheck.AsPath),
        new(AttributeType.NextHop, "NEXT_HOP", WellKnown, LengthRule.Exactly, 4, TreatAsWithdraw),
        new(AttributeType.MultiExitDisc, "MULTI_EXIT_DISC", OptionalNonTransitive,
            LengthRule.Exactly, 4, TreatAsWithdraw, ValueCheck.MultiExitDisc),
        new(AttributeType.LocalPref, "LOCAL_PREF", WellKnown,
            LengthRule.Exactly, 4, TreatAsWithdraw, ValueCheck.LocalPref, SenderRule.Internal),
        new(AttributeType.AtomicAggregate, "ATOMIC_AGGREGATE", WellKnown, LengthRule.Exactly, 0, DiscardAttribute),
        new(AttributeType.Aggregator, "AGGREGATOR", OptionalTransitive, LengthRule.AsnAndAddress, 0, DiscardAttribute),
        new(AttributeType.Communities, "COMMUNITIES", OptionalTransitive, LengthRule.Multiple, 4, TreatAsWithdraw),
        new(AttributeType.OriginatorId, "ORIGINATOR_ID", OptionalNonTransitive,
            LengthRule.Exactly, 4, TreatAsWithdraw, Sender: SenderRule.Internal),
        new(AttributeType.ClusterList, "CLUSTER_LIST", OptionalNonTransitive,
            LengthRule.Multiple, 4, TreatAsWithdraw, Sender: SenderRule.Internal),
        new(AttributeType.MpReachNlri, "MP_REACH_NLRI", OptionalNonTransitive,
            LengthRule.AtLeast, 5, ResetSession, ValueCheck.MpReach, Duplicate: DuplicateRule.ResetSession),
        new(AttributeType.MpUnreachNlri, "MP_UNREACH_NLRI", OptionalNonTransitive,
            LengthRule.AtLeast, 3, ResetSession, ValueCheck.MpUnreach, Duplicate: DuplicateRule.ResetSession),
        new(AttributeType.ExtendedCommunities, "EXTENDED_COMMUNITIES", OptionalTransitive, LengthRule.Multiple, 8, TreatAsWithdraw),
        new(AttributeType.As4Path, "AS4_PATH", OptionalTransitive,
            LengthRule.AtLeast, 6, DiscardAttribute, ValueCheck.As4Path, SenderRule.TwoOctetAsn),
        new(AttributeType.As4Aggregator, "AS4_AGGREGATOR", OptionalTransitive,
            LengthRule.Exactly, 8, DiscardAttribute, Sender: SenderRule.TwoOctetAsn),
        new(AttributeType.PmsiTunnel, "PMSI_TUNNEL", OptionalTransitive, LengthRule.AtLeast, 5, TreatAsWithdraw),
        new(AttributeType.IPv6ExtendedCommunities, "IPV6_EXTENDED_COMMUNITIES", OptionalTransitive,
            LengthRule.Multiple, 20, TreatAsWithdraw),
        new(AttributeType.Aigp, "AIGP", OptionalNonTransitive, LengthRule.AtLeast, 3, DiscardAttribute, ValueCheck.Aigp),
        new(AttributeType.LargeCommunities, "LARGE_COMMUNITIES", OptionalTransitive, LengthRule.Multiple, 12, TreatAsWithdraw),
        new(AttributeType.OnlyToCustomer, "ONLY_TO_CUSTOMER", OptionalTransitive, LengthRule.Exactly, 4, TreatAsWithdraw),
    ]);

    /// <summary>The greatest type code of the table: an index of attributes by type code has this many places, and one more.</summary>
    public const byte GreatestType = AttributeType.OnlyToCustomer;

    /// <summary>The rows of the table, by type code.</summary>
    public static IEnumerable<AttributeRow> Rows => ByType.Where(row => row.IsKnown);

    /// <summary>The row of a type code; an empty one where the table has none.</summary>
    public static ref readonly AttributeRow Row(byte type) => ref ByType[type];

    public static string Name(byte type) => ByType[type].Name ?? "unknown";

    private static AttributeRow[] Build(ReadOnlySpan<AttributeRow> rows)
    {
        var byType = new AttributeRow[256];
        foreach (var row in rows)
        {
            byType[row.Type] = row;
        }

        return byType;
    }
}
