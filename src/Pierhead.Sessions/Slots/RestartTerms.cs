namespace Pierhead.Sessions.Slots;

/// <summary>How we restart (RFC 4724 section 3), as our OPEN tells it.</summary>
/// <param name="Seconds">Restart Time, of 12 bits.</param>
/// <param name="IsRestarting">The R bit.</param>
internal readonly record struct RestartTerms(ushort Seconds, bool IsRestarting);
