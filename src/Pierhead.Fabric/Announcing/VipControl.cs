using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pierhead.Fabric.Announcing;

/// <summary>
/// Keeps the speaker saying what is wanted: what was set over what the tree says. Said at once when it changes, when the speaker comes back, and again
/// until the speaker has it.
/// </summary>
/// <param name="run">The run directory; what was set is kept there, so that a restart changes nothing.</param>
/// <param name="tree">What the tree says of this machine now.</param>
/// <param name="log">Told each change, and each failure once.</param>
public sealed class VipControl(string run, IVipSpeaker speaker, Func<VipOverlay> tree, Action<string> log) : IDisposable
{
    private const string StateName = "vipcontrol.json";

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan BetweenVisits = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private VipOverlay _overlay = VipOverlay.Nothing;
    private VipState? _shown;
    private long _arrivals;
    private string? _trouble = "not said yet";

    private string StatePath => Path.Combine(run, StateName);

    /// <summary>What is wanted now.</summary>
    public VipState Wanted
    {
        get
        {
            lock (_lock)
            {
                return _overlay.Over(tree());
            }
        }
    }

    /// <summary>What the speaker has; null where it has none, and then why.</summary>
    public (VipState? Shown, string? Trouble) Status
    {
        get
        {
            lock (_lock)
            {
                return (_shown, _trouble);
            }
        }
    }

    /// <summary>Takes what was set before.</summary>
    public void Restore()
    {
        if (!File.Exists(StatePath))
        {
            return;
        }

        try
        {
            _overlay = JsonSerializer.Deserialize<VipOverlay>(File.ReadAllText(StatePath), Json) ?? VipOverlay.Nothing;
        }
        catch (JsonException exception)
        {
            log($"{StatePath} is damaged and not used ({exception.Message}): nothing is announced until it is set again");
        }
    }

    /// <summary>Sets some of the state.</summary>
    /// <exception cref="IOException">It cannot be kept, and is not set.</exception>
    public void Set(VipOverlay overlay)
    {
        lock (_lock)
        {
            var next = _overlay.With(overlay);
            if (next == _overlay)
            {
                return;
            }

            var beside = StatePath + ".new";
            File.WriteAllText(beside, JsonSerializer.Serialize(next, Json));
            File.Move(beside, StatePath, overwrite: true);
            _overlay = next;
        }

        Wake();
    }

    /// <summary>The speaker came back, or the tree changed.</summary>
    public void SayAgain()
    {
        lock (_lock)
        {
            _shown = null;
            _arrivals++;
        }

        Wake();
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        var visited = Stopwatch.GetTimestamp();
        while (!cancel.IsCancellationRequested)
        {
            var wanted = Wanted;
            if (Status.Shown != wanted)
            {
                await ShowAsync(wanted, cancel);
                visited = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(visited) >= BetweenVisits)
            {
                await VisitAsync(cancel);
                visited = Stopwatch.GetTimestamp();
            }

            _ = await _wake.WaitAsync(Rest, cancel);
        }
    }

    public void Dispose() => _wake.Dispose();

    private async Task ShowAsync(VipState wanted, CancellationToken cancel)
    {
        var arrivals = Arrivals;
        var trouble = await speaker.ShowAsync(wanted, cancel);
        bool isNew;
        lock (_lock)
        {
            // A speaker that came meanwhile may not be the one that was told.
            isNew = trouble is null || trouble != _trouble;
            (_shown, _trouble) = (trouble is null && arrivals == _arrivals ? wanted : null, trouble);
        }

        if (isNew)
        {
            log(trouble ?? (wanted.Up
                ? string.Create(CultureInfo.InvariantCulture, $"announced with MED {wanted.Med}{(wanted.Drain ? " and GRACEFUL_SHUTDOWN" : "")}")
                : "withdrawn"));
        }
    }

    private long Arrivals
    {
        get
        {
            lock (_lock)
            {
                return _arrivals;
            }
        }
    }

    /// <summary>Sees whether the speaker is still there; one that went is shown the state when it is back.</summary>
    private async Task VisitAsync(CancellationToken cancel)
    {
        if (await speaker.MissingAsync(cancel) is not { } trouble)
        {
            return;
        }

        lock (_lock)
        {
            (_shown, _trouble) = (null, trouble);
        }

        log(trouble);
    }

    private void Wake()
    {
        lock (_lock)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }
}
