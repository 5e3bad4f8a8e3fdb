using System.CommandLine;

namespace Pierhead.Commands;

internal static class ConfigOption
{
    public static Option<string> Create() => new("--config")
    {
        Description = "The directory that holds the configuration tree.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/etc/pierhead",
    };
}
