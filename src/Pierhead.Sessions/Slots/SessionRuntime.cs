using Microsoft.Extensions.Logging;
using Pierhead.Sessions.Announcements;
using Pierhead.Sessions.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Slots;

/// <summary>
/// What all sessions of a lane share: its clock, its receive buffer, its counters. One for each lane, used by its thread only.
/// </summary>
internal sealed class SessionRuntime
{
    /// <summary>UPDATE messages handed to a table at a time.</summary>
    internal const int RunLength = 64;

    private const int MostRestartSeconds = 0x0FFF;

    private readonly long _origin;

    internal SessionRuntime(
        BgpServerOptions options, IAdjRibInSource tables, SessionsMetrics metrics, ILogger logger, AnnouncementBook? announcements = null)
    {
        Announcements = announcements ?? new AnnouncementBook();
        Options = options;
        Tables = tables;
        Metrics = metrics;
        Logger = logger;
        Buffer = GC.AllocateUninitializedArray<byte>(options.ReceiveShare + MessageFramer.ExtendedMaximumLength, pinned: true);
        _origin = options.TimeProvider.GetTimestamp();
    }

    internal BgpServerOptions Options { get; }

    internal IAdjRibInSource Tables { get; }

    /// <summary>What is to be announced to each device.</summary>
    internal AnnouncementBook Announcements { get; }

    internal SessionsMetrics Metrics { get; }

    internal ILogger Logger { get; }

    /// <summary>The one receive buffer of the lane: a partial message carried over, then a share of new octets.</summary>
    internal byte[] Buffer { get; }

    internal MessageFrame[] Run { get; } = new MessageFrame[RunLength];

    /// <summary>Monotonic: what timers run on.</summary>
    internal TimeSpan Now => Options.TimeProvider.GetElapsedTime(_origin);

    /// <summary>How we restart: for a while after the start, sessions are taken for ones that were there before.</summary>
    internal RestartTerms Restart =>
        new((ushort)Math.Min(Options.RestartTime.TotalSeconds, MostRestartSeconds), Now < Options.RestartTime);

    /// <summary>The wall clock: what people read.</summary>
    internal DateTimeOffset UtcNow => Options.TimeProvider.GetUtcNow();

    /// <summary>Octets received on this lane, for the metric.</summary>
    internal long InputOctets { get; set; }

    /// <summary>Counts what came in since the last heartbeat.</summary>
    internal void PublishInput()
    {
        if (InputOctets > 0)
        {
            Metrics.Input(InputOctets);
            InputOctets = 0;
        }
    }
}
