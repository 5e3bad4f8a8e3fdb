using System.Net;
using Microsoft.Extensions.Logging;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions;

/// <summary>Log lines of the server: event ids 2000 to 2099.</summary>
public sealed partial class BgpServer
{
    [LoggerMessage(2000, LogLevel.Information, "listening for BGP on {Endpoint}")]
    private static partial void Listening(ILogger logger, IPEndPoint endpoint);

    [LoggerMessage(2001, LogLevel.Information, "BGP stopped: {Reason}")]
    private static partial void Stopped(ILogger logger, string reason);

    [LoggerMessage(2002, LogLevel.Information, "sessions reconfigured: {Added} added, {Changed} changed, {Removed} removed, the others untouched")]
    private static partial void Applied(ILogger logger, int added, int changed, int removed);

    [LoggerMessage(2003, LogLevel.Warning, "{Setting} has changed, which takes effect with a restart of this node; until then it stays as it was")]
    private static partial void NeedsRestart(ILogger logger, string setting);

    [LoggerMessage(2004, LogLevel.Error, "the TCP MD5 key for {Source} was not set: {Error}; connections from there are refused. Where the kernel's limit is reached raise it (sysctl -w net.core.optmem_max=1048576), and reload")]
    private static partial void KeyNotSet(ILogger logger, IpPrefix source, string error);
}
