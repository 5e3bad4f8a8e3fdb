namespace Pierhead.Cli;

/// <summary>Where the node's API is: <c>--api</c>, else <c>PIERHEAD_API</c>, else the default of <c>api.listen</c>.</summary>
internal static class ApiAddress
{
    public const string Default = "http://127.0.0.1:8080";

    /// <exception cref="CliException">What was given is no address; the exit code says whose words were wrong.</exception>
    public static Uri Resolve(string? option, Func<string, string?> environment)
    {
        if (!string.IsNullOrWhiteSpace(option))
        {
            return Parse(option, "--api");
        }

        return environment("PIERHEAD_API") is { Length: > 0 } set ? Parse(set, "PIERHEAD_API") : new Uri(Default + "/");
    }

    private static Uri Parse(string text, string source)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(full.TrimEnd('/') + "/", UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new CliException($"{source} is '{Printable.Text(text)}', which is not an address such as {Default}.", ExitCode.WrongWords);
        }

        return uri;
    }
}
