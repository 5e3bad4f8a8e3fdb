using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Routing.Image;

namespace Pierhead.Hosting;

/// <summary>
/// The tables on disk, so that a node that comes back answers from where it was: written now and then on a thread of its own and at an
/// orderly end, read before the first router is let in. The file is replaced whole, so there is always one that is right.
/// </summary>
internal sealed partial class Checkpoint : IDisposable
{
    private const string FileName = "tables.image";
    private const int FileBuffer = 1 << 18;

    // Writing takes at most a tenth of the time, however much there is to write.
    private const int Rest = 10;

    // A node that ends must be gone soon; what does not fit is in the checkpoint before.
    private static readonly TimeSpan LastAtMost = TimeSpan.FromSeconds(2);

    // Tables that never change are written anew all the same: `keep_stale` counts from the moment that a checkpoint is of.
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly RouteTables _tables;
    private readonly StateSettings _settings;
    private readonly string _node;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Meter _meter;
    private readonly Counter<long> _written;
    private readonly Counter<long> _failed;
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;
    private long _changes = -1;
    private long _bytes;
    private double _seconds;
    private DateTimeOffset _writtenAt;
    private long _rightAt;

    /// <param name="settings">Where to, which must be told, and how often.</param>
    public Checkpoint(RouteTables tables, StateSettings settings, string node, TimeProvider time, ILogger log, IMeterFactory meters)
    {
        _tables = tables;
        _settings = settings;
        _node = node;
        _time = time;
        _log = log;
        _meter = meters.Create("Pierhead.Checkpoint");
        _written = _meter.CreateCounter<long>("pierhead.checkpoints.written", "{checkpoint}", "Checkpoints of the tables that were written");
        _failed = _meter.CreateCounter<long>("pierhead.checkpoints.failed", "{checkpoint}", "Checkpoints of the tables that could not be written");
        _meter.CreateObservableGauge("pierhead.checkpoint.size", () => Volatile.Read(ref _bytes), "By", "Octets of the latest checkpoint");
        _meter.CreateObservableGauge("pierhead.checkpoint.duration", () => Volatile.Read(ref _seconds), "s", "What the latest checkpoint took");
        _meter.CreateObservableGauge("pierhead.checkpoint.age", Age, "s", "How long ago the tables were as the latest checkpoint has them");
    }

    private string FilePath => Path.Combine(_settings.Path!, FileName);

    /// <summary>Being written; what is left of one that was not finished is thrown away.</summary>
    private string NewPath => FilePath + ".new";

    /// <summary>
    /// Restores the tables of sessions that are configured and whose <c>keep_stale</c> is not over. What cannot be read is said in the log,
    /// and the node begins without it.
    /// </summary>
    public IReadOnlyCollection<SessionKey> Load(Configuration configuration)
    {
        var restored = new List<SessionKey>();
        var now = _time.GetUtcNow();
        try
        {
            File.Delete(NewPath);
            if (!File.Exists(FilePath))
            {
                return restored;
            }

            var started = Stopwatch.GetTimestamp();
            using var file = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.Read, FileBuffer, FileOptions.SequentialScan);
            var report = _tables.ReadImage(file, _node, (key, since) =>
            {
                var isWanted = configuration.TryClaim(key.Address, out var claim) && claim.Device == key.Device && now - since < claim.Bgp.KeepStale;
                if (isWanted)
                {
                    restored.Add(key);
                }

                return isWanted;
            });
            if (report.Refusal is { } refusal)
            {
                LogRefused(FilePath, refusal);
                return [];
            }

            LogRestored(report.Paths, report.Tables, report.At, report.Skipped, Stopwatch.GetElapsedTime(started).TotalSeconds);
            return restored;
        }
        catch (Exception exception) when (IsOfTheHost(exception))
        {
            LogRefused(FilePath, exception.Message);
            return [];
        }
    }

    /// <summary>Writes from now on, as often as the settings say.</summary>
    public void Start()
    {
        if (_settings.Checkpoint > TimeSpan.Zero)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "checkpoint" };
            _thread.Start();
        }
    }

    /// <summary>Writes the last one, if that can be done soon, and ends. After the sessions have ended.</summary>
    public void Stop()
    {
        End();
        if (_settings.Checkpoint > TimeSpan.Zero)
        {
            using var bound = new CancellationTokenSource(LastAtMost);
            Write(bound.Token);
        }
    }

    public void Dispose()
    {
        End();
        _stop.Dispose();
        _meter.Dispose();
    }

    private void End()
    {
        _stop.Cancel();
        _thread?.Join();
        _thread = null;
    }

    private IEnumerable<Measurement<double>> Age() =>
        Volatile.Read(ref _rightAt) is var ticks and not 0 ? [new Measurement<double>(TimeSpan.FromTicks(_time.GetUtcNow().UtcTicks - ticks).TotalSeconds)] : [];

    private void Run()
    {
        var rested = Stopwatch.GetTimestamp();
        while (!_stop.Token.WaitHandle.WaitOne(Look))
        {
            var rest = TimeSpan.FromSeconds(Math.Max(_settings.Checkpoint.TotalSeconds, _seconds * Rest));
            if (Stopwatch.GetElapsedTime(rested) >= rest)
            {
                Write(_stop.Token);
                rested = Stopwatch.GetTimestamp();
            }
        }
    }

    private void Write(CancellationToken stop)
    {
        var changes = _tables.Changes;
        var now = _time.GetUtcNow();
        if (changes == _changes && now - _writtenAt < Renewal)
        {
            // Nothing to write: what was written is still right.
            Volatile.Write(ref _rightAt, now.UtcTicks);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            ImageReport report;
            using (var file = new FileStream(NewPath, FileMode.Create, FileAccess.Write, FileShare.None, FileBuffer))
            {
                report = _tables.WriteImage(file, _node, now, stop);
                file.Flush(flushToDisk: true);
                Volatile.Write(ref _bytes, file.Length);
            }

            File.Move(NewPath, FilePath, overwrite: true);
            (_changes, _writtenAt) = (changes, now);
            Volatile.Write(ref _rightAt, now.UtcTicks);
            Volatile.Write(ref _seconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
            _written.Add(1);
            LogWritten(report.Paths, report.Tables, _bytes, _seconds);
        }
        catch (OperationCanceledException)
        {
            // The node ends before it was done; the one before is still right.
            File.Delete(NewPath);
        }
        catch (Exception exception) when (IsOfTheHost(exception))
        {
            _failed.Add(1);
            LogNotWritten(NewPath, exception.Message);
            GiveRoomBack();
        }
    }

    /// <summary>The disk or the memory says no: that costs a checkpoint, and never a session.</summary>
    private static bool IsOfTheHost(Exception exception) => exception is IOException or UnauthorizedAccessException or InsufficientMemoryException;

    /// <summary>On a full disk half a checkpoint is only in the way.</summary>
    private void GiveRoomBack()
    {
        try
        {
            File.Delete(NewPath);
        }
        catch (Exception exception) when (IsOfTheHost(exception))
        {
            LogNotWritten(NewPath, exception.Message);
        }
    }

    [LoggerMessage(1010, LogLevel.Information, "Checkpoint of {At:u} restored: {Paths} paths of {Tables} sessions, stale until their routers come; {Skipped} tables are wanted no more; {Seconds:F2} s")]
    private partial void LogRestored(long paths, int tables, DateTimeOffset at, int skipped, double seconds);

    [LoggerMessage(1011, LogLevel.Warning, "Checkpoint {Path} is not used: {Reason}; the node begins with empty tables, and routers fill them")]
    private partial void LogRefused(string path, string reason);

    [LoggerMessage(1012, LogLevel.Debug, "Checkpoint written: {Paths} paths of {Tables} sessions, {Bytes} octets, {Seconds:F2} s")]
    private partial void LogWritten(long paths, int tables, long bytes, double seconds);

    [LoggerMessage(1013, LogLevel.Warning, "Checkpoint {Path} not written, the one before stays: {Reason}")]
    private partial void LogNotWritten(string path, string reason);
}
