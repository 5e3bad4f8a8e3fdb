using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Wire.Net;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead lookup</c>: where each router would send a packet.</summary>
internal static class LookupCommand
{
    public static Command Create(CliHost host)
    {
        var address = new Argument<string>("ADDRESS") { Description = "An IPv4 or IPv6 address" };
        address.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !Ip.TryParse(text, out _))
            {
                result.AddError($"'{text}' is not an IPv4 or IPv6 address.");
            }
        });
        var tenant = new Option<string?>("--tenant") { Description = "Only this tenant's devices", HelpName = "NAME" };
        var (rd, vrf) = VpnOptions.Create();
        var command = new DescribedCommand(
            "lookup",
            "Shows, for each device, the most specific route to an address. Nothing found: exit code 1.",
            "pierhead lookup 1.1.1.1",
            "pierhead lookup 2001:db8::1 --tenant acme -o json",
            "pierhead lookup 10.1.2.3 --vrf blue") { address, tenant, rd, vrf };
        OperatorContext.SetAction(command, host, async (context, parsed, cancel) =>
        {
            var query = new ApiQuery("lookup")
                .With("address", parsed.GetRequiredValue(address))
                .With("tenant", parsed.GetValue(tenant))
                .With("rd", parsed.GetValue(rd))
                .With("vrf", parsed.GetValue(vrf));
            var found = RouteTable.Printer.Print(context, await context.Api.GetAsync(query, cancel));
            if (found > 0)
            {
                return ExitCode.Done;
            }

            context.Remark($"No device has a route to {parsed.GetRequiredValue(address)}.");
            return ExitCode.Failed;
        });
        return command;
    }
}
