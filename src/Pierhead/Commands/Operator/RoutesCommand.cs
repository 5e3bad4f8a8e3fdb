using System.CommandLine;
using Pierhead.Cli;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead routes</c>: what the routers' own tables hold.</summary>
internal static class RoutesCommand
{
    private const int UsualLimit = 100;

    public static Command Create(CliHost host)
    {
        var prefix = new Argument<string?>("PREFIX")
        {
            Description = "A prefix, or an address for the prefix of that one address",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var tenant = new Option<string?>("--tenant") { Description = "Only this tenant's", HelpName = "NAME" };
        var device = new Option<string?>("--device") { Description = "Only this device's", HelpName = "NAME" };
        var match = new Option<string?>("--match")
        {
            Description = "PREFIX itself (exact, the default), the most specific one that covers it (longest), or it and all within it (longer)",
            HelpName = "exact|longest|longer",
        };
        match.AcceptOnlyFromAmong("exact", "longest", "longer");
        var family = new Option<string?>("--family") { Description = "Only this family: ipv4, ipv6, ipv4-labeled, vpnv4, ipv4-flowspec and so on", HelpName = "FAMILY" };
        var asPath = new Option<string?>("--as-path")
        {
            Description = "Only AS paths that this regular expression finds; _ stands for the edge of an AS number",
            HelpName = "REGEX",
        };
        var community = new Option<string?>("--community")
        {
            Description = "Only routes with this community: 64500:1001, or 64500:7:8 for a large one",
            HelpName = "COMMUNITY",
        };
        var (rd, vrf) = VpnOptions.Create();
        var list = new ListOptions(UsualLimit);
        var command = new DescribedCommand(
            "routes",
            "Lists routes of the routers' tables, with their attributes.",
            "pierhead routes --device edge1.ams1",
            "pierhead routes 198.51.100.0/24 --match longer",
            "pierhead routes --tenant acme --as-path '_3356_' --limit 20",
            "pierhead routes --community 64500:1001 --all -o json",
            "pierhead routes 10.0.0.0/8 --match longer --vrf blue",
            "pierhead routes --family ipv4-flowspec") { prefix, tenant, device, match, family, asPath, community, rd, vrf };
        list.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(match) is { Implicit: false } && result.GetResult(prefix) is null or { Tokens.Count: 0 })
            {
                result.AddError("--match says how PREFIX is meant, which is missing.");
            }
        });
        OperatorContext.SetAction(command, host, async (context, parsed, cancel) =>
        {
            ApiQuery Query() => new ApiQuery("routes")
                .With("tenant", parsed.GetValue(tenant))
                .With("device", parsed.GetValue(device))
                .With("prefix", parsed.GetValue(prefix))
                .With("match", parsed.GetValue(match))
                .With("family", parsed.GetValue(family))
                .With("as_path", parsed.GetValue(asPath))
                .With("community", parsed.GetValue(community))
                .With("rd", parsed.GetValue(rd))
                .With("vrf", parsed.GetValue(vrf));
            var (printed, next) = await RouteTable.Printer.PrintAsync(
                context, PagedList.ReadAsync(context.Api, Query, list.Read(parsed), cancel));
            list.RemarkOnRest(context, printed, next);
            if (printed > 0)
            {
                return ExitCode.Done;
            }

            context.Remark("There is no such route.");
            // A prefix is a question, and this is a no; a filter that leaves nothing is an empty list.
            return parsed.GetValue(prefix) is null ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
