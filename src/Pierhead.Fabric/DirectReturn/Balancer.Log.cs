using Microsoft.Extensions.Logging;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>Log lines of the balancer: event ids 6400 to 6499.</summary>
public sealed partial class Balancer
{
    [LoggerMessage(6400, LogLevel.Information, "{Sentence}")]
    private static partial void Noted(ILogger logger, string sentence);

    [LoggerMessage(6401, LogLevel.Information, "wrote {Characters} characters of nft in {Milliseconds:0.0} ms: {Pins} pins, {Places} places")]
    private static partial void Applied(ILogger logger, int characters, double milliseconds, int pins, int places);

    [LoggerMessage(6402, LogLevel.Information, "the floating address is {Word}")]
    private static partial void Announced(ILogger logger, string word);

    [LoggerMessage(6403, LogLevel.Warning, "{Reason}; told again at each look")]
    private static partial void NotAnnounced(ILogger logger, string reason);

    [LoggerMessage(6404, LogLevel.Information, "the table stays in the kernel and goes on forwarding")]
    private static partial void Left(ILogger logger);

    [LoggerMessage(6405, LogLevel.Information, "the address was withdrawn and the table removed")]
    private static partial void Flushed(ILogger logger);
}
