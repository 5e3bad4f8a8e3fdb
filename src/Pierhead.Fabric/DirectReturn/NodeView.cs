using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>What a balancer knows of a node. Immutable.</summary>
/// <param name="Good">Good looks in a row.</param>
/// <param name="Bad">Looks in a row that found it out or silent.</param>
/// <param name="Silent">Looks in a row without an answer.</param>
/// <param name="Report">Its last report.</param>
/// <param name="Reason">Why it is not in, or is only kept in by the floor.</param>
public sealed record NodeView(FabricMachine Machine, NodeJudgement Judgement, int Good, int Bad, int Silent, NodeReport? Report, string? Reason)
{
    public static NodeView New(FabricMachine machine) => new(machine, NodeJudgement.Unknown, 0, 0, 0, null, null);

    /// <summary>Whether it keeps what it has and gets nothing new: by the tree, or by its own word.</summary>
    public bool IsDrained => Machine.IsDrained || Report?.State == NodeReport.Drained;

    /// <summary>Whether new sessions may land on it.</summary>
    public bool TakesSessions => NewWeight > 0;

    /// <summary>The weight for new sessions; a node may lower the tree's for itself, never raise it.</summary>
    public int NewWeight => Judgement == NodeJudgement.In && !IsDrained ? Math.Min(Machine.Weight, Report?.Weight ?? 0) : 0;

    /// <summary>Whether its word about what it holds counts.</summary>
    public bool Holds => Judgement is NodeJudgement.In or NodeJudgement.Out && Report is not null;

    /// <summary>The judgement after another look.</summary>
    /// <param name="report">What it answered; null for nothing.</param>
    /// <param name="failure">Why there is no answer.</param>
    /// <param name="others">Other nodes that take sessions.</param>
    public NodeView After(NodeReport? report, string? failure, FabricHealth health, int others)
    {
        ArgumentNullException.ThrowIfNull(health);
        var isGood = report is { State: NodeReport.In or NodeReport.Drained };
        var view = this with
        {
            Good = isGood ? Good + 1 : 0,
            Bad = isGood ? 0 : Bad + 1,
            Silent = report is null ? Silent + 1 : 0,
            Report = report ?? Report,
        };
        return isGood ? view.Rise(health) : view.Fall(report is null ? failure ?? "does not answer" : report.Reason ?? "says that it is out", health, others);
    }

    private NodeView Rise(FabricHealth health) =>
        Judgement is NodeJudgement.Unknown or NodeJudgement.In || Good >= health.Rise
            ? this with { Judgement = NodeJudgement.In, Reason = null }
            : this with { Judgement = NodeJudgement.Out, Reason = "is coming back" };

    private NodeView Fall(string reason, FabricHealth health, int others)
    {
        if (Judgement == NodeJudgement.In)
        {
            if (Bad < health.Fall)
            {
                return this;
            }

            // A drained node gives nothing to the floor: taking it out takes no place away.
            if (!IsDrained && others < health.Floor)
            {
                return this with { Reason = $"{reason}; kept in, since fewer than {health.Floor} would be left (health.floor)" };
            }
        }

        var hasAnswered = Silent == 0;
        return hasAnswered ? this with { Judgement = NodeJudgement.Out, Reason = reason }
            : Silent >= health.Fall ? this with { Judgement = NodeJudgement.Dead, Reason = reason }
            : Judgement == NodeJudgement.In ? this with { Judgement = NodeJudgement.Out, Reason = reason }
            : this;
    }
}
