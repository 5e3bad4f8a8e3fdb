using System.CommandLine;
using Pierhead.Cli;

namespace Pierhead.Commands.Operator;

/// <summary>How much of a list to print: <c>--limit</c>, <c>--all</c>, <c>--cursor</c>.</summary>
internal sealed class ListOptions
{
    private readonly Option<int?> _limit;
    private readonly Option<bool> _all = new("--all") { Description = "Print the whole list, however long" };
    private readonly Option<string?> _cursor = new("--cursor")
    {
        Description = "Go on where an earlier list ended: the `next` of its JSON",
        HelpName = "CURSOR",
    };

    private readonly int? _usual;

    /// <param name="usual">How many are printed where nothing was said; null for all.</param>
    public ListOptions(int? usual)
    {
        _usual = usual;
        _limit = new Option<int?>("--limit")
        {
            Description = usual is null ? "Print at most so many [default: all]" : $"Print at most so many [default: {usual}]",
            HelpName = "N",
        };
        _limit.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var number) && number > 0))
            {
                result.AddError($"--limit is '{text}', which is not a number from 1 up.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_limit);
        if (_usual is not null)
        {
            command.Add(_all);
        }

        command.Add(_cursor);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_all) is { Implicit: false } && result.GetResult(_limit) is { Implicit: false })
            {
                result.AddError("--all and --limit exclude each other.");
            }
        });
    }

    public Listing Read(ParseResult parsed)
    {
        var all = _usual is not null && parsed.GetValue(_all);
        return new Listing(all ? null : parsed.GetValue(_limit) ?? _usual, parsed.GetValue(_cursor));
    }

    /// <summary>Says, where more is left than was printed, how to see it.</summary>
    public void RemarkOnRest(OperatorContext context, long printed, string? next)
    {
        if (next is not null)
        {
            var how = _usual is null ? "a larger --limit" : "--all or a larger --limit";
            context.Remark($"There are more than these {Humane.Count(printed)}: see them with {how}, or go on with --cursor '{next}'.");
        }
    }
}
