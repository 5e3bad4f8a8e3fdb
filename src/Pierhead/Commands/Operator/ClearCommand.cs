using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Web.Contract;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead clear</c>: ends a device's sessions, or asks for their routes again.</summary>
internal static class ClearCommand
{
    public static Command Create(CliHost host)
    {
        var device = new Argument<string>("DEVICE") { Description = "The device's name" };
        var tenant = new Option<string?>("--tenant") { Description = "Its tenant, where several have a device of this name", HelpName = "NAME" };
        var address = new Option<string?>("--address") { Description = "Only the session from this address", HelpName = "ADDRESS" };
        var soft = new Option<bool>("--soft") { Description = "Keep the session and ask for its routes again (ROUTE-REFRESH)" };
        var command = new DescribedCommand(
            "clear",
            "Ends the sessions of a device and lifts a hold-off; the router comes back by itself.",
            "pierhead clear edge1.ams1",
            "pierhead clear edge1.ams1 --address 2001:db8::1",
            "pierhead clear edge1.ams1 --soft") { device, tenant, address, soft };
        OperatorContext.SetAction(command, host, async (context, parsed, cancel) =>
        {
            var request = new ClearRequest(
                parsed.GetRequiredValue(device), parsed.GetValue(tenant), parsed.GetValue(address), parsed.GetValue(soft));
            var answer = await context.Api.PostAsync("sessions/clear", request, cancel);
            var cleared = context.Api.Read<ClearResult>(answer).Cleared;
            if (context.Format == OutputFormat.Json)
            {
                JsonPrinter.Print(context.Host.Out, answer);
            }
            else if (cleared > 0)
            {
                context.Host.Out.WriteLine(Sentence(request, cleared));
            }

            if (cleared == 0)
            {
                context.Remark($"No session of {request.Device} could be cleared: `pierhead sessions` shows how they are.");
            }

            return cleared > 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static string Sentence(ClearRequest request, int cleared)
    {
        var sessions = Humane.Count(cleared, "session", "sessions");
        return request.Soft
            ? $"{request.Device}: {sessions} asked for the routes again."
            : $"{request.Device}: {sessions} cleared.";
    }
}
