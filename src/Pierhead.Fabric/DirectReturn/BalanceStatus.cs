using System.Collections.Immutable;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>What a balancer tells of itself; the answer at its socket.</summary>
/// <param name="Ready">Whether every node was heard or given up on, and the pins are loaded.</param>
/// <param name="Announced">Whether it asked for the address to be announced; null for neither yet.</param>
/// <param name="AnnounceFailure">Why vipcontrol has not taken that.</param>
/// <param name="Refusal">Why nft has not taken the last table or change.</param>
/// <param name="Pins">Source addresses with a pin.</param>
/// <param name="ChangedAt">When pins or the Maglev table last changed.</param>
public sealed record BalanceStatus(
    string Machine,
    bool Ready,
    bool? Announced,
    string? AnnounceFailure,
    string? Refusal,
    int Pins,
    int Devices,
    DateTimeOffset? ChangedAt,
    ImmutableArray<BalanceNodeStatus> Nodes)
{
    public static BalanceStatus Of(BalanceState state, string? announceFailure, string? refusal)
    {
        ArgumentNullException.ThrowIfNull(state);
        var pinned = state.Pinned.Values.CountBy(node => node).ToDictionary();
        return new BalanceStatus(
            state.Tree.Self.Name,
            state.Table is not null,
            state.IsUp,
            announceFailure,
            refusal,
            state.Table?.Pins.Count ?? 0,
            state.Tree.Devices.Length,
            state.ChangedAt,
            [.. state.Nodes.Values.Select(node => Of(node, pinned.GetValueOrDefault(node.Machine.Name)))]);
    }

    private static BalanceNodeStatus Of(NodeView node, int pinned) => new(
        node.Machine.Name,
        node.IsDrained && node.Judgement == NodeJudgement.In ? NodeReport.Drained : node.Judgement.ToString().ToLowerInvariant(),
        node.Reason ?? node.Report?.Reason,
        node.NewWeight,
        pinned,
        node.Holds ? node.Report!.Holds.Length : 0,
        node.Report?.Routes ?? 0);
}

/// <param name="State"><c>in</c>, <c>drained</c>, <c>out</c>, <c>dead</c> or <c>unknown</c>.</param>
/// <param name="Weight">For new sessions.</param>
/// <param name="PinnedDevices">Devices of the tree whose pin it is.</param>
/// <param name="SessionsHeld">Established sessions that it reported.</param>
public sealed record BalanceNodeStatus(string Name, string State, string? Reason, int Weight, int PinnedDevices, int SessionsHeld, long Routes);
