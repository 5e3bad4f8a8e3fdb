using System.Collections.Immutable;
using Pierhead.Fabric.Announcing;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Health;

/// <summary>
/// Looks at the node of this machine, and lets the others know: one look each <c>health.every</c>, judged by <see cref="HealthMachine"/>. Its word can be read
/// from any thread.
/// </summary>
/// <param name="place">The plan as it is now; it is asked once a look.</param>
/// <param name="checks">What is looked at besides the node's readiness.</param>
/// <param name="voice">What the standing is told to in a mode; null where only who asks by HTTP needs it.</param>
/// <param name="peers">In the announced modes has this machine's table follow the others.</param>
/// <param name="file">Where the standing is kept.</param>
/// <param name="log">Told each transition with its reason, and each trouble once.</param>
public sealed class VipHealth(
    Func<FabricPlace> place,
    NodeApi api,
    OtherNodes others,
    SessionLedger ledger,
    Func<FabricPlan, IEnumerable<string>> checks,
    Func<FabricMode, IHealthVoice?> voice,
    PeerWatch peers,
    HealthFile file,
    TimeProvider time,
    Action<string> log)
{
    private static readonly TimeSpan LeastBetweenLedgers = TimeSpan.FromSeconds(2);

    private volatile HealthState _state = HealthState.First;
    private string? _unheard;

    public HealthState State => _state;

    /// <summary>What <c>GET /healthz</c> answers.</summary>
    public (bool IsIn, string Text) Word()
    {
        var (state, node) = (_state, place().Machine);
        return HealthReport.Word(state, node.IsDrained) switch
        {
            HealthReport.In => (true, HealthReport.In),
            HealthReport.Drained => (false, HealthReport.Drained),
            _ => (false, $"{HealthReport.Out}: {state.Reason}"),
        };
    }

    /// <summary>What <c>GET /v1/node</c> answers; null while it is not known what the node holds.</summary>
    public HealthReport? Report()
    {
        if (ledger.Holds is not { } holds)
        {
            return null;
        }

        var (state, node) = (_state, place().Machine);
        var word = HealthReport.Word(state, node.IsDrained);
        return new HealthReport(node.Name, word, state.Reason, word == HealthReport.In ? node.Weight : 0, holds.Length, holds.Sum(hold => hold.Routes), holds);
    }

    /// <summary>Takes up where the process before left off, and learns what the node holds: then questions can be answered.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        var (state, trouble) = file.Read();
        _state = state;
        if (trouble is not null)
        {
            log(trouble);
        }

        await ledger.RefreshAsync(cancel);
        log($"begins {(state.Standing == HealthStanding.In ? "in, as it was" : "out, until it was looked at")}");
    }

    /// <summary>Looks until told to stop. What was told stays: that this process ends takes no node out.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(LooksAsync(cancel), LedgerAsync(cancel));

    private async Task LooksAsync(CancellationToken cancel)
    {
        while (true)
        {
            var started = time.GetTimestamp();
            await LookAsync(place(), cancel);
            await Task.Delay(Rest(place().Plan.Health.Every, started), time, cancel);
        }
    }

    private async Task LedgerAsync(CancellationToken cancel)
    {
        while (true)
        {
            var every = place().Plan.Health.Every;
            await Task.Delay(every > LeastBetweenLedgers ? every : LeastBetweenLedgers, time, cancel);
            await ledger.RefreshAsync(cancel);
        }
    }

    private TimeSpan Rest(TimeSpan every, long started) =>
        every - time.GetElapsedTime(started) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    private async Task LookAsync(FabricPlace now, CancellationToken cancel)
    {
        var rules = HealthRules.Of(now.Plan);
        var problems = ImmutableArray.CreateBuilder<string>();
        if (await api.NotReadyAsync(cancel) is { } notReady)
        {
            problems.Add(notReady);
        }

        problems.AddRange(checks(now.Plan));
        var asked = HealthMachine.NeedsOthers(_state, problems.Count == 0, rules) ? await others.AskAsync(now.Plan, now.Machine, cancel) : null;
        var (next, change) = HealthMachine.Step(_state, new HealthLook(problems.ToImmutable(), asked), rules);
        if (change is not null)
        {
            log(change);
        }

        Keep(next);

        // Before anybody is told that this node is in: from then on packets land here that are others'.
        if (now.Plan.Mode.SpreadsOnNodes())
        {
            await peers.LookAsync(now, next.Standing, cancel);
        }

        await SayAsync(voice(now.Plan.Mode), next.Standing, cancel);
    }

    private void Keep(HealthState next)
    {
        var before = _state;
        _state = next;
        if (before.Standing == next.Standing && before.HasLeft == next.HasLeft)
        {
            return;
        }

        try
        {
            file.Write(next);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log($"the standing is not kept for a restart: {exception.Message}");
        }
    }

    private async Task SayAsync(IHealthVoice? listener, HealthStanding standing, CancellationToken cancel)
    {
        if (listener is null)
        {
            return;
        }

        var trouble = await listener.SayAsync(standing, cancel);
        if (trouble != _unheard)
        {
            log(trouble is null ? "heard again" : $"not heard: {trouble}");
        }

        _unheard = trouble;
    }
}
