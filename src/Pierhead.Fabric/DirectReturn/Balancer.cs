using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pierhead.Fabric.Announcing;

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

    /// <summary>A report of 100,000 sessions has some 12 MB.</summary>
    private const int LargestReport = 64 << 20;

    private readonly Channel<BalanceEvent> _events = Channel.CreateUnbounded<BalanceEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly INftables _nftables;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _run;

    // The newest wish is the only one that counts; a vipcontrol that hangs holds up no pin.
    private readonly Channel<bool> _wishes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        MaxResponseContentBufferSize = LargestReport,
        DefaultRequestVersion = HttpVersion.Version11,
    };

    private volatile BalanceState _state;
    private volatile string? _announceFailure;
    private volatile string? _refusal;
    private CancellationTokenSource? _watching;

    /// <param name="run">The directory of sockets.</param>
    public Balancer(BalanceTree tree, INftables nftables, string run, TimeProvider time, ILogger log)
    {
        _state = BalanceState.Of(tree);
        (_nftables, _time, _log) = (nftables, time, log);
        _run = run;
    }

    public BalanceStatus Status => BalanceStatus.Of(_state, _announceFailure, _refusal);

    /// <summary>The path of the socket that answers <c>status</c>.</summary>
    public static string SocketIn(string run) => Path.Combine(run, SocketName);

    /// <summary>Lets something happen: a tree read again, a device moved.</summary>
    public void Post(BalanceEvent happened) => _events.Writer.TryWrite(happened);

    /// <summary>Runs until <paramref name="stop"/>.</summary>
    /// <param name="flush">Whether to withdraw the address and remove the table at the end.</param>
    /// <exception cref="IOException">Another balancer runs, or the directory of sockets cannot be used.</exception>
    /// <exception cref="NftException">nft does not answer.</exception>
    public async Task RunAsync(bool flush, CancellationToken stop)
    {
        using var socket = new StatusSocket(SocketIn(_run));
        Post(new BalanceEvent.Started(_nftables.Run("list tables netdev").Contains($"table {RulesetText.Table}\n", StringComparison.Ordinal)));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var helpers = Task.WhenAll(Ends(socket.RunAsync(() => Status, ending.Token)), Ends(TellAsync(ending.Token)));
        Watch(ending.Token);
        try
        {
            await foreach (var happened in _events.Reader.ReadAllAsync(ending.Token))
            {
                Handle(happened, ending.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end that was asked for.
        }
        finally
        {
            await ending.CancelAsync();
            await helpers;
        }

        await EndAsync(flush);
    }

    public void Dispose()
    {
        _watching?.Dispose();
        _client.Dispose();
    }

    private void Handle(BalanceEvent happened, CancellationToken stop)
    {
        var (state, actions) = Balance.Step(_state, happened, _time.GetUtcNow());
        _state = state;
        _ = actions.All(Do);
        if (happened is BalanceEvent.TreeRead)
        {
            Watch(stop);
        }
        else if (happened is BalanceEvent.Ticked && _state.IsUp is { } isUp)
        {
            // vipcontrol may have been started again: what it is told is the whole state, and telling it twice does no harm.
            _wishes.Writer.TryWrite(isUp);
        }
    }

    /// <summary>Whether the actions that follow may be done.</summary>
    private bool Do(BalanceAction action)
    {
        switch (action)
        {
            case BalanceAction.Note note:
                Noted(_log, note.Sentence);
                return true;
            case BalanceAction.Announce announce:
                Announced(_log, announce.IsUp ? "to be announced" : "to be withdrawn");
                return _wishes.Writer.TryWrite(announce.IsUp);
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
            foreach (var note in actions.OfType<BalanceAction.Note>().Where(_ => refused.Message != _refusal))
            {
                Noted(_log, note.Sentence);
            }

            _refusal = refused.Message;
            return false;
        }

        _refusal = null;

        Applied(_log, text.Length, _time.GetElapsedTime(started).TotalMilliseconds, apply.To.Pins.Count, apply.To.Places.Length);
        return true;
    }

    private async Task TellAsync(CancellationToken stop)
    {
        await foreach (var isUp in _wishes.Reader.ReadAllAsync(stop))
        {
            await AnnounceAsync(isUp, stop);
        }
    }

    private async Task AnnounceAsync(bool isUp, CancellationToken stop)
    {
        var failure = await TellAsync(isUp, stop);
        if (failure is not null && failure != _announceFailure)
        {
            NotAnnounced(_log, failure);
        }

        _announceFailure = failure;
    }

    /// <summary>Tells this machine's vipcontrol; null when it was done, else why not.</summary>
    private async Task<string?> TellAsync(bool isUp, CancellationToken stop)
    {
        try
        {
            var answer = await VipControlSocket.AskAsync(_run, new VipRequest("set", Up: isUp), stop);
            return answer.Error is { } error ? $"vipcontrol refuses: {error}" : null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
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

    private void Keep(Task task) => _ = Ends(task);

    /// <summary>Waits for a task that runs until it is stopped. One that ends otherwise is a bug: it ends the loop, and is seen.</summary>
    private async Task Ends(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (Exception exception)
        {
            _events.Writer.TryComplete(exception);
        }
    }

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
