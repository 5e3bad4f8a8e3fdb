using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Cli.Tables;
using Pierhead.Web.Contract;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead sessions</c>: the routers and how their sessions are.</summary>
internal static class SessionsCommand
{
    private static readonly ListPrinter<Session> Printer = new(
        [
            new("TENANT"), new("DEVICE"), new("ADDRESS"), new("STATE"), new("UP"),
            new("ROUTES", Right: true), new("STALE", ColumnShown.WhenAny, Right: true), new("BY-FAMILY", ColumnShown.InPipes),
            new("UPDATES", ColumnShown.InPipes, Right: true), new("FLAPS", Right: true), new("ASN", ColumnShown.InPipes, Right: true),
            new("LAST-ERROR", ColumnShown.WhenAny, Wrap: true),
        ],
        Row);

    public static Command Create(CliHost host)
    {
        var tenant = new Option<string?>("--tenant") { Description = "Only this tenant's", HelpName = "NAME" };
        var device = new Option<string?>("--device") { Description = "Only this device's", HelpName = "NAME" };
        var state = new Option<string?>("--state") { Description = "Only those in this state", HelpName = "STATE" };
        state.AcceptOnlyFromAmong("idle", "active", "opensent", "openconfirm", "established");
        var list = new ListOptions(usual: null);
        var command = new DescribedCommand(
            "sessions",
            "Lists the sessions of the routers: state, how long it is up, routes held, and why the last one ended.",
            "pierhead sessions",
            "pierhead sessions --tenant acme --state established",
            "pierhead sessions --device edge1.ams1 -o json") { tenant, device, state };
        list.AddTo(command);
        OperatorContext.SetAction(command, host, async (context, parsed, cancel) =>
        {
            ApiQuery Query() => new ApiQuery("sessions")
                .With("tenant", parsed.GetValue(tenant))
                .With("device", parsed.GetValue(device))
                .With("state", parsed.GetValue(state));
            var (printed, next) = await Printer.PrintAsync(
                context, PagedList.ReadAsync(context.Api, Query, list.Read(parsed), cancel));
            if (printed == 0)
            {
                context.Remark("There is no such session.");
            }

            list.RemarkOnRest(context, printed, next);
            return ExitCode.Done;
        });
        return command;
    }

    private static Cell[] Row(Session session, DateTimeOffset now) =>
    [
        session.Tenant,
        session.Device,
        session.Address,
        new(session.State, ToneOf(session)),
        Humane.Age(session.EstablishedAt, now),
        Humane.Count(session.Routes.Values.Sum()),
        session.StaleRoutes > 0 ? new Cell(Humane.Count(session.StaleRoutes), Tone.Warning) : default,
        string.Join(',', session.Routes.Select(family => $"{family.Key}={family.Value}")),
        Humane.Count(session.UpdatesReceived),
        Humane.Count(session.Flaps),
        session.RemoteAsn?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        new(LastError(session), session.State == "established" ? Tone.Quiet : Tone.Bad),
    ];

    private static Tone ToneOf(Session session) => session.State switch
    {
        "established" => Tone.Good,
        "idle" => Tone.Bad,
        _ => Tone.Warning,
    };

    private static string? LastError(Session session) => session.HeldOffUntil is { } until
        ? $"held off until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z: {session.LastError}"
        : session.LastError;
}
