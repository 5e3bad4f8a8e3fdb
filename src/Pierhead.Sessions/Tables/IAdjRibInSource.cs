using Pierhead.Model.Ids;

namespace Pierhead.Sessions.Tables;

/// <summary>Where sessions get their tables from. The host implements it over the tables it owns.</summary>
public interface IAdjRibInSource
{
    /// <summary>The table of a session: the same object for the same key until it is removed.</summary>
    IAdjRibIn Open(SessionKey key);

    /// <summary>The session is no longer configured: its table is dropped and forgotten.</summary>
    void Remove(SessionKey key);
}
