using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Replay;

/// <summary>One message of a recording.</summary>
/// <param name="Offset">Its first octet in the recording's buffer.</param>
/// <param name="At">When it was sent, counted from the first.</param>
/// <param name="Announced">How many prefixes it announces.</param>
/// <param name="Withdrawn">How many it withdraws.</param>
/// <param name="Families">Whose routes it speaks of; none for a message that could not be read.</param>
internal readonly record struct RecordedUpdate(int Offset, TimeSpan At, int Announced, int Withdrawn, FamilySet Families);
