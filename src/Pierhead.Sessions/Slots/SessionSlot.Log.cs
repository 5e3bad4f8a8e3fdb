using Microsoft.Extensions.Logging;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Slots;

/// <summary>Log lines of sessions: event ids 2100 to 2199.</summary>
internal static partial class SlotLog
{
    internal static void Established(ILogger logger, LogGate gate, SessionKey key, NegotiatedSession agreement, TimeSpan now)
    {
        if (logger.IsEnabled(LogLevel.Information) && gate.TryPass(now, out string heldBack))
        {
            EstablishedLine(
                logger, key, agreement.RemoteAsn, agreement.LocalAsn, agreement.RemoteId,
                agreement.HoldTime, agreement.Context.Families.ToString(), heldBack);
        }
    }

    internal static void Ended(ILogger logger, LogGate gate, SessionKey key, SessionEnd end, TimeSpan now)
    {
        if (gate.TryPass(now, out string heldBack))
        {
            EndedLine(logger, key, end.Text, heldBack);
        }
    }

    internal static void NewcomerEnded(ILogger logger, LogGate gate, SessionKey key, SessionEnd end, TimeSpan now)
    {
        if (gate.TryPass(now, out string heldBack))
        {
            NewcomerEndedLine(logger, key, end.Text, heldBack);
        }
    }

    internal static void Faulty(ILogger logger, LogGate gate, SessionKey key, in ApplyOutcome outcome, TimeSpan now)
    {
        if (gate.TryPass(now, out string heldBack))
        {
            var fault = outcome.WorstFault;
            FaultyLine(logger, key, outcome.FaultyUpdates, fault.Reason, fault.AttributeType, fault.Scope, heldBack);
        }
    }

    internal static void NearLimit(ILogger logger, LogGate gate, SessionKey key, Family family, PrefixLimits limits, TimeSpan now)
    {
        if (gate.TryPass(now, out string heldBack))
        {
            NearLimitLine(logger, key, limits.WarnPercent, limits.Maximum(family), family.Name(), heldBack);
        }
    }

    [LoggerMessage(2100, LogLevel.Information, "{Session}: established with AS {RemoteAsn} as AS {LocalAsn}, router id {RouterId}, hold time {HoldTime} s, families {Families}{HeldBack}")]
    private static partial void EstablishedLine(
        ILogger logger, SessionKey session, Asn remoteAsn, Asn localAsn, Ip routerId, int holdTime, string families, string heldBack);

    [LoggerMessage(2101, LogLevel.Warning, "{Session}: session ended: {Reason}{HeldBack}")]
    private static partial void EndedLine(ILogger logger, SessionKey session, string reason, string heldBack);

    [LoggerMessage(2102, LogLevel.Warning, "{Session}: a second connection ended, the first one stays: {Reason}{HeldBack}")]
    private static partial void NewcomerEndedLine(ILogger logger, SessionKey session, string reason, string heldBack);

    [LoggerMessage(2103, LogLevel.Warning, "{Session}: {Count} malformed UPDATE messages, the worst: {Reason} (attribute {Attribute}, {Scope}){HeldBack}")]
    private static partial void FaultyLine(
        ILogger logger, SessionKey session, int count, string reason, byte attribute, FaultScope scope, string heldBack);

    [LoggerMessage(2104, LogLevel.Warning, "{Session}: more than {Percent} % of the {Limit} prefixes allowed for {Family}{HeldBack}")]
    private static partial void NearLimitLine(ILogger logger, SessionKey session, int percent, long limit, string family, string heldBack);

    [LoggerMessage(2105, LogLevel.Error, "{Session}: a fault of Pierhead itself ended the session; please report it")]
    internal static partial void Failed(ILogger logger, SessionKey session, Exception exception);
}
