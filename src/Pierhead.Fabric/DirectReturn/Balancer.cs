using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>
/// The daemon of a balancer: asks nodes, steps <see cref="Balance"/>, and does what it says. Its state has one writer, the loop in
/// <see cref="RunAsync"/>; <see cref="Post"/> and <see cref="Status"/> are for any thread.
/// </summary>
/// <remarks>
/// The kernel forwards without this process. When it ends, its table stays and goes on forwarding, and the address stays announced: a restart
/// or an upgrade loses no packet, and the next run replaces the table by an equal one in one transaction. Only a balancer that is taken out of
/// service withdraws and removes it (<c>flush</c>).
/// </remarks>
public sealed partial class Balancer : IDisposable
{
    private const string SocketName = "balance.sock";
    private const string ControlName = "vipcontrol.sock";

    /// <summary>A report of 100,000 sessions has some 12 MB.</summary>
    private const int LargestReport = 64 << 20;

    private readonly Channel<BalanceEvent> _events = Channel.CreateUnbounded<BalanceEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly INftables _nftables;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly StatusSocket _socket;
    private readonly AddressControl _control;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        MaxResponseContentBufferSize = LargestReport,
        DefaultRequestVersion = HttpVersion.Version11,
    };

    private volatile BalanceState _state;
    private volatile string? _announceFailure;
    private CancellationTokenSource? _watching;

    /// <param name="run">The directory of sockets.</param>
    /// <exception cref="IOException">Another balancer runs, or the directory cannot be used.</exception>
    public Balancer(BalanceTree tree, IPinPlan plan, INftables nftables, string run, TimeProvider time, ILogger log)
    {
        _state = BalanceState.Of(tree, plan);
        (_nftables, _time, _log) = (nftables, time, log);
        _socket = new StatusSocket(SocketIn(run));
        _control = new AddressControl(Path.Combine(run, ControlName));
    }

    public BalanceStatus Status => BalanceStatus.Of(_state, _announceFailure);

    /// <summary>The path of the socket that answers <c>status</c>.</summary>
    public static string SocketIn(string run) => Path.Combine(run, SocketName);

    /// <summary>Lets something happen: a tree read again, a device moved.</summary>
    public void Post(BalanceEvent happened) => _events.Writer.TryWrite(happened);

    /// <summary>Runs until <paramref name="stop"/>.</summary>
    /// <param name="flush">Whether to withdraw the address and remove the table at the end.</param>
    public async Task RunAsync(bool flush, CancellationToken stop)
    {
        Post(new BalanceEvent.Started(_nftables.Run("list tables netdev").Contains($"table {RulesetText.Table}\n", StringComparison.Ordinal)));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var answering = _socket.RunAsync(() => Status, ending.Token);
        Watch(ending.Token);
        try
        {
            await foreach (var happened in _events.Reader.ReadAllAsync(ending.Token))
            {
                await HandleAsync(happened, ending.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end that was asked for.
        }
        finally
        {
            await ending.CancelAsync();
            await answering.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        await EndAsync(flush);
    }

    public void Dispose()
    {
        _watching?.Dispose();
        _client.Dispose();
        _socket.Dispose();
    }

    private async Task HandleAsync(BalanceEvent happened, CancellationToken stop)
    {
        var (state, actions) = Balance.Step(_state, happened, _time.GetUtcNow());
        _state = state;
        foreach (var action in actions)
        {
            if (!await DoAsync(action, stop))
            {
                break;
            }
        }

        switch (happened)
        {
            case BalanceEvent.TreeRead:
                Watch(stop);
                break;
            case BalanceEvent.Ticked when state.IsUp is { } isUp:
                // vipcontrol may have been started again: what it is told is the whole state, and telling it twice does no harm.
                await AnnounceAsync(isUp, stop);
                break;
            default:
                break;
        }
    }

    /// <summary>Whether the actions that follow may be done.</summary>
    private async Task<bool> DoAsync(BalanceAction action, CancellationToken stop)
    {
        switch (action)
        {
            case BalanceAction.Note note:
                Noted(_log, note.Sentence);
                return true;
            case BalanceAction.Announce announce:
                Announced(_log, announce.IsUp ? "to be announced" : "to be withdrawn");
                await AnnounceAsync(announce.IsUp, stop);
                return true;
            case BalanceAction.Apply apply:
                return Apply(apply);
            default:
                throw new UnreachableException($"no such action: {action}");
        }
    }

    private bool Apply(BalanceAction.Apply apply)
    {
        var text = apply.From is null ? RulesetText.Whole(apply.To) : PinChange.Text(apply.From, apply.To, apply.Forget);
        var started = _time.GetTimestamp();
        try
        {
            _nftables.Run(text);
        }
        catch (NftException refused)
        {
            // At once, before another event can build on a table that is not there.
            var (state, actions) = Balance.Step(_state, new BalanceEvent.Refused(refused.Message), _time.GetUtcNow());
            _state = state;
            foreach (var note in actions.OfType<BalanceAction.Note>())
            {
                Noted(_log, note.Sentence);
            }

            return false;
        }

        Applied(_log, text.Length, _time.GetElapsedTime(started).TotalMilliseconds, apply.To.Pins.Count, apply.To.Places.Length);
        return true;
    }

    private async Task AnnounceAsync(bool isUp, CancellationToken stop)
    {
        var failure = await _control.SetAsync(isUp, stop);
        if (failure is not null && failure != _announceFailure)
        {
            NotAnnounced(_log, failure);
        }

        _announceFailure = failure;
    }

    /// <summary>Looks at the nodes of the tree, in place of those of the tree before.</summary>
    private void Watch(CancellationToken stop)
    {
        _watching?.Cancel();
        _watching?.Dispose();
        _watching = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var plan = _state.Tree.Plan;
        foreach (var node in plan.Nodes)
        {
            Keep(new NodeWatch(_client, node, plan.Health, _time, Post).RunAsync(_watching.Token));
        }

        Keep(TickAsync(plan.Health.Every, _watching.Token));
    }

    private async Task TickAsync(TimeSpan every, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(every, _time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            Post(new BalanceEvent.Ticked());
        }
    }

    /// <summary>A watch that fails otherwise than by its end is a bug: it ends the loop, and is seen.</summary>
    private void Keep(Task task) => task.ContinueWith(
        failed => _events.Writer.TryComplete(failed.Exception!.GetBaseException()),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    private async Task EndAsync(bool flush)
    {
        if (!flush)
        {
            Left(_log);
            return;
        }

        await AnnounceAsync(isUp: false, CancellationToken.None);
        _nftables.Run(RulesetText.Remove);
        Flushed(_log);
    }
}
