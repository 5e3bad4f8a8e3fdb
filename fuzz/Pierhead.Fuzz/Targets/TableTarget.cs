using System.Buffers.Binary;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Fuzz.Targets;

/// <summary>
/// UPDATE messages into a table: the first octet says what the session negotiated, then each message has its length before it, in two
/// octets. What is counted is what is found.
/// </summary>
internal sealed class TableTarget : FuzzTarget
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private static readonly RouteTables Tables = new(new RouteTablesOptions { SparseRoutes = 8, PaletteSize = 3 });

    public override string Name => "table";

    public override IEnumerable<byte[]> Seeds() => Families.Rows.SelectMany(row => new byte[] { 0, Contexts.AddPath }.Select(octet =>
        (byte[])[octet, .. Samples.Updates(row.Family, octet == Contexts.AddPath).SelectMany(body => (byte[])[(byte)(body.Length >> 8), (byte)body.Length, .. body])]));

    public override void Run(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        var frames = new List<MessageFrame>();
        for (var at = 1; at + 2 <= input.Length;)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(input.AsSpan(at)), input.Length - at - 2);
            frames.Add(new MessageFrame(BgpMessageType.Update, at + 2, length));
            at += 2 + length;
        }

        var table = Tables.Open(new SessionKey(new DeviceId(new TenantId("fuzz"), "router"), Ip.FromV4(1)));
        table.Drop();
        table.SessionUp(Contexts.Of(input[0]), PrefixLimits.None, Now);
        table.Apply(input, frames.ToArray(), Now, out var result);
        Check(result.Applied <= frames.Count, "no more messages than there were");
        foreach (var row in Families.Rows)
        {
            long found = 0;
            for (long position = 0; position >= 0;)
            {
                var page = table.Walk(row.Family, RouteFilter.All, position, 7, 1000);
                found += page.Routes.Count;
                position = page.Next;
            }

            Check(found == table.Count(row.Family), $"{row.Name}: as many routes are found as are counted");
        }

        table.SessionDown(Now);
        table.BeginLongLived(FamilySet.All);
        Check(table.StaleCount == Families.Rows.Sum(row => table.Count(row.Family)), "of a session that is down everything is stale");
    }
}
