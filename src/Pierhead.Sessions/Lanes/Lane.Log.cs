using Microsoft.Extensions.Logging;
using Pierhead.Model.Ids;

namespace Pierhead.Sessions.Lanes;

/// <summary>Log lines of lanes: event ids 2300 to 2399.</summary>
internal static partial class LaneLog
{
    [LoggerMessage(2300, LogLevel.Error, "{Session}: its connections were closed, as ending it failed too; please report it")]
    internal static partial void FailedAgain(ILogger logger, SessionKey session, Exception exception);
}
