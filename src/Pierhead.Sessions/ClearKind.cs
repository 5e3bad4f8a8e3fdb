namespace Pierhead.Sessions;

/// <summary>What an operator's clear does to a session.</summary>
public enum ClearKind
{
    /// <summary>Ends it by Cease / Administrative Reset and lifts a hold-off.</summary>
    Hard,

    /// <summary>Asks for its routes again (ROUTE-REFRESH, RFC 2918); the session stays.</summary>
    Soft,
}
