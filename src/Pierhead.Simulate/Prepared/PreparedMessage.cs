namespace Pierhead.Simulate.Prepared;

/// <summary>
/// Where things lie in one prepared UPDATE. Offsets of fields count from the message's first octet, and are 0 where the
/// message has no such field.
/// </summary>
/// <param name="Offset">The message's first octet in the buffer of its family.</param>
/// <param name="FirstRoute">The place of its first route in the order of announcement.</param>
/// <param name="AttributesAt">The attributes that no router changes, as a run: all but MP_REACH_NLRI.</param>
/// <param name="NextHopAt">The next hop's address.</param>
/// <param name="ReflectionAt">The ORIGINATOR_ID's value; the CLUSTER_LIST's follows after its three octets of head.</param>
/// <param name="NextHopSlot">Which of its router's next hops it goes with.</param>
internal readonly record struct PreparedMessage(
    int Offset,
    int FirstRoute,
    ushort AttributesAt,
    ushort AttributesLength,
    ushort NlriAt,
    ushort NlriLength,
    ushort NextHopAt,
    ushort ReflectionAt,
    byte NextHopSlot);
