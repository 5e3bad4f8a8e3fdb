using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Lanes;

namespace Pierhead.Sessions.Slots;

/// <summary>What <see cref="SlotRegistry"/> keeps of a slot; guarded by its lock.</summary>
internal sealed class SlotRegistration(Lane lane, SlotSettings settings)
{
    internal Lane Lane { get; } = lane;

    /// <summary>What the slot is to run with; it may not have heard of it yet. Written by reloads only.</summary>
    internal SlotSettings Settings { get; set; } = settings;

    /// <summary>Connections admitted and not ended.</summary>
    internal int Links { get; set; }

    /// <summary>The range that made the slot, null for one with an entry of its own.</summary>
    internal AcceptRange? Range { get; set; }
}
