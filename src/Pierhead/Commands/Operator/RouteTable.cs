using System.Globalization;
using Pierhead.Cli;
using Pierhead.Cli.Tables;
using Pierhead.Web.Contract;

namespace Pierhead.Commands.Operator;

/// <summary>Routes as a table: the same columns for <c>routes</c> and <c>lookup</c>.</summary>
internal static class RouteTable
{
    public static readonly ListPrinter<Route> Printer = new(
        [
            new("TENANT"), new("DEVICE"), new("FAMILY", ColumnShown.InPipes),
            new("RD", ColumnShown.WhenAny), new("PREFIX"), new("PATH-ID", ColumnShown.WhenAny, Right: true),
            new("LABELS", ColumnShown.WhenAny), new("NEXT-HOP"),
            new("ORIGIN", ColumnShown.InPipes), new("PREF", ColumnShown.WhenAny, Right: true), new("MED", ColumnShown.WhenAny, Right: true),
            new("STALE", ColumnShown.WhenAny), new("AGE", ColumnShown.InPipes), new("AS-PATH", Wrap: true),
            new("COMMUNITIES", ColumnShown.WhenAny, Wrap: true),
        ],
        Row);

    private static Cell[] Row(Route route, DateTimeOffset now)
    {
        var tone = route.Stale ? Tone.Warning : Tone.Plain;
        return
        [
            route.Tenant,
            route.Device,
            route.Family,
            route.Rd,
            new(route.Prefix ?? route.Rule, route.Stale ? Tone.Warning : Tone.Strong),
            Number(route.PathId),
            string.Join(',', route.Labels ?? []),
            new(route.NextHop, tone),
            route.Origin,
            Number(route.LocalPref),
            Number(route.Med),
            route.Stale ? new Cell("stale", Tone.Warning) : default,
            Humane.Age(route.ReceivedAt, now),
            new(route.AsPath, tone),
            new(string.Join(' ', route.Communities.Concat(route.LargeCommunities).Concat(route.ExtendedCommunities)), Tone.Quiet),
        ];
    }

    private static string? Number(uint? value) => value?.ToString(CultureInfo.InvariantCulture);
}
