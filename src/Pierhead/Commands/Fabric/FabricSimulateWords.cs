using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pierhead.Fabric.Simulation;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary>The words of <c>pierhead fabric simulate</c>.</summary>
internal sealed class FabricSimulateWords
{
    private readonly Option<int[]> _routers = Numbers(
        "--routers", $"How many routers: those of the tree, and made-up ones where it has fewer; several numbers for several runs [default: the tree's, or {Population.Usual}]", 1, Population.Most);

    private readonly Option<int[]> _nodes = Numbers(
        "--nodes", "How many landing nodes: those of the tree, and made-up ones where it has fewer; several numbers for several runs [default: the tree's]", 2, FabricSimulation.MostNodes);

    private readonly Option<string[]> _modes = new("--mode")
    {
        Description = "Only this mode; may be given several times [default: all]",
        HelpName = "MODE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _addressing = new("--addressing")
    {
        Description = "The addresses of made-up routers: by plans as networks have them, or anywhere.",
        HelpName = "structured|random",
        DefaultValueFactory = _ => "structured",
    };

    private readonly Option<ulong> _seed = new("--seed") { Description = "Another seed makes other routers up.", HelpName = "N", DefaultValueFactory = _ => 1 };

    private readonly Option<string?> _chart = new("--chart") { Description = "Draw it, too, as an SVG file; one that is there is replaced.", HelpName = "FILE" };

    public Option<string> Config { get; } = ConfigOption.Create();

    public void AddTo(Command command)
    {
        _modes.AcceptOnlyFromAmong([.. FabricWords.All]);
        _addressing.AcceptOnlyFromAmong("structured", "random");
        foreach (var option in new Option[] { Config, _routers, _nodes, _modes, _addressing, _seed, _chart })
        {
            command.Add(option);
        }
    }

    public FabricSimulateOptions Read(ParseResult parsed)
    {
        var modes = parsed.GetValue(_modes)!.Select(word => FabricWords.ModeOf(word)!.Value).Distinct().Order().ToArray();
        return new FabricSimulateOptions(
            parsed.GetValue(_routers) ?? [],
            parsed.GetValue(_nodes) ?? [],
            modes.Length > 0 ? modes : Enum.GetValues<FabricMode>(),
            parsed.GetValue(_addressing) == "random" ? Addressing.Random : Addressing.Structured,
            parsed.GetValue(_seed),
            parsed.GetValue(_chart));
    }

    private static Option<int[]> Numbers(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N[,N...]",
        CustomParser = result => Numbers(name, result, least, most),
    };

    private static int[] Numbers(string name, ArgumentResult result, int least, int most)
    {
        var numbers = new List<int>();
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                numbers.Add(number);
                continue;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes numbers from {least} to {most}, such as 4 or 4,10,16; '{text}' is none."));
            break;
        }

        return [.. numbers.Distinct()];
    }
}

/// <summary>What was asked of a simulation.</summary>
/// <param name="Routers">A run for each; empty for as many as the tree has.</param>
/// <param name="Nodes">Likewise.</param>
/// <param name="Chart">Where to draw; null for nowhere.</param>
internal sealed record FabricSimulateOptions(
    int[] Routers, int[] Nodes, IReadOnlyList<FabricMode> Modes, Addressing Addressing, ulong Seed, string? Chart);
