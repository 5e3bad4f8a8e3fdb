using System.CommandLine;

namespace Pierhead.Commands.Fabric;

internal static class BalanceOptions
{
    public static Option<string> Run() => new("--run")
    {
        Description = "The directory of sockets.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/run/pierhead",
    };
}
