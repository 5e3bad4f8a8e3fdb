namespace Pierhead.Tests.Cli;

/// <summary>The environment and terminal of a run.</summary>
internal sealed record Surroundings
{
    public string? Api { get; init; }

    public string? Token { get; init; }

    /// <summary>The terminal's columns, or null for a pipe.</summary>
    public int? Width { get; init; }

    public bool Color { get; init; }

    /// <summary>Thrown by standard output when it is written, or null for one that works.</summary>
    public Exception? OutputFails { get; init; }

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Interrupt { get; init; } = Xunit.TestContext.Current.CancellationToken;

    public string? Variable(string name) => name switch
    {
        "PIERHEAD_API" => Api,
        "PIERHEAD_TOKEN" => Token,
        _ => null,
    };
}
