using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Pierhead.Cli;

/// <summary>Turns what can go wrong between the command and the node into one sentence that says what to do.</summary>
internal sealed class ApiFailure(Uri address, bool hasToken)
{
    private readonly string _node = address.GetLeftPart(UriPartial.Path).TrimEnd('/');

    public CliException NotPierhead(Exception? cause = null) =>
        new($"{_node} answered, but not as this version of Pierhead's API does: is the address right?", cause: cause);

    public CliException TimedOut(TimeSpan after, Exception cause) =>
        new($"{_node} did not answer within {Humane.Duration(after)}.", cause: cause);

    /// <summary>The answer ended before its end.</summary>
    public CliException CutShort(IOException cause) =>
        new($"{_node} did not send all of its answer: {Innermost(cause)} Try again.", cause: cause);

    public CliException Unreachable(HttpRequestException exception)
    {
        var why = exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"Cannot find the host of {_node}: check the name, or set --api or PIERHEAD_API.",
            HttpRequestError.SecureConnectionError =>
                $"No secure connection to {_node}: {Innermost(exception)} A certificate of your own authority is trusted through SSL_CERT_FILE.",
            HttpRequestError.ConnectionError =>
                $"Cannot reach {_node}: {Reason(exception)}. Is `pierhead serve` running there? Set --api or PIERHEAD_API to its address.",
            HttpRequestError.ConfigurationLimitExceeded => $"The answer of {_node} is too large: ask for less with --limit.",
            _ => $"The connection to {_node} failed: {Innermost(exception)}",
        };
        return new CliException(OneLine(why), cause: exception);
    }

    public CliException Problem(HttpStatusCode status, byte[] body)
    {
        var sentence = status switch
        {
            HttpStatusCode.Unauthorized when hasToken => $"{_node} does not accept the token in PIERHEAD_TOKEN.",
            HttpStatusCode.Unauthorized => $"{_node} asks for a token: set PIERHEAD_TOKEN.",
            _ => Sentence(body) ?? $"{_node} answered {(int)status} ({status}), which is not what Pierhead's API says: is the address right?",
        };

        // What a parameter may be is known to the node alone: its 400 is about the words of the command.
        return new CliException(sentence, status == HttpStatusCode.BadRequest ? ExitCode.WrongWords : ExitCode.Failed);
    }

    /// <summary>The detail, else the title, of a problem document (RFC 9457), or null where the body is none.</summary>
    private static string? Sentence(byte[] body)
    {
        try
        {
            var problem = JsonElement.Parse(body);
            var title = Member(problem, "title");
            var detail = Member(problem, "detail");
            var both = title is not null && detail is not null ? $"{title.TrimEnd('.')}: {detail}" : detail ?? title;
            return both is null ? null : OneLine(both);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Member(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object
        && problem.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static string Reason(Exception exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is SocketException socket)
            {
                return socket.SocketErrorCode switch
                {
                    SocketError.ConnectionRefused => "connection refused",
                    SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route to it",
                    _ => socket.Message.TrimEnd('.'),
                };
            }

            if (at is TimeoutException or OperationCanceledException)
            {
                return "it does not answer";
            }
        }

        return exception.Message.TrimEnd('.');
    }

    private static string Innermost(Exception exception)
    {
        var message = exception.GetBaseException().Message;
        return message.EndsWith('.') ? message : message + ".";
    }

    private static string OneLine(string text) =>
        Printable.Text(string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
