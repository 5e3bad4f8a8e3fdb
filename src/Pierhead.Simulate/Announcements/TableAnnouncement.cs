using Pierhead.Simulate.Prepared;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Announcements;

/// <summary>Announces a router's slice of a table, and its changes.</summary>
internal sealed class TableAnnouncement(RouterPlan plan, RouteTable table, PreparedTables tables) : Announcement
{
    private readonly RouterAddresses _addresses = new(
        plan.NextHopsIPv4, plan.NextHopsIPv6, plan.ClusterId?.V4 ?? 0);

    public override OpenMessage Open { get; } = OpenMessage.Create(
        plan.Asn, (ushort)plan.HoldTime.TotalSeconds, plan.RouterId, OpenCapabilities.Of(plan));

    public override void Prepare(Asn peer) => tables.Get(table, KindOf(peer == plan.Asn));

    public override SessionAnnouncement Begin(NegotiatedSession session, DateTimeOffset now)
    {
        var prepared = tables.Get(table, KindOf(session.Context.Internal));
        var shares = new List<TableShare>();
        foreach (var family in session.Context.Families.Enumerate())
        {
            if (family is Family.IPv4 or Family.IPv6)
            {
                var writer = new RouteWriter(prepared[family], _addresses);
                var slice = family == Family.IPv4 ? plan.Slice.IPv4 : plan.Slice.IPv6;
                shares.Add(new TableShare(family, writer, slice, plan.WithdrawShare));
            }
        }

        var churn = plan.ChurnPerSecond > 0 ? new Churn(shares, plan.ChurnPerSecond, plan.Seed, now) : null;
        return new OfTable(shares, churn);
    }

    private SessionKind KindOf(bool isInternal) => new(isInternal ? null : plan.Asn, isInternal && plan.ClusterId is not null);

    private sealed class OfTable(List<TableShare> shares, Churn? churn) : SessionAnnouncement
    {
        public override IEnumerable<SendJob> Initial()
        {
            foreach (var share in shares)
            {
                foreach (var window in share.All)
                {
                    yield return new AnnounceJob(share.Writer, window, variation: 0, isNew: true);
                }

                yield return new EndOfRibJob(share.Family);
            }

            foreach (var share in shares)
            {
                foreach (var window in share.Withdrawn)
                {
                    yield return new WithdrawJob(share.Writer, window);
                }
            }
        }

        public override IEnumerable<SendJob> Refresh(Family family, DateTimeOffset now)
        {
            foreach (var share in shares.Where(share => share.Family == family))
            {
                foreach (var job in churn?.Settle(family) ?? [])
                {
                    yield return job;
                }

                foreach (var window in share.Kept)
                {
                    yield return new AnnounceJob(share.Writer, window, variation: 0, isNew: false);
                }

                yield return new EndOfRibJob(family);
            }
        }

        public override IEnumerable<SendJob> Tick(DateTimeOffset now) => churn?.Tick(now) ?? [];
    }
}
