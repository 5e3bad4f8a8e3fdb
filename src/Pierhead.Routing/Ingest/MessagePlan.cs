using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Ingest;

/// <summary>What is known of a message of the batch between the steps.</summary>
internal struct MessagePlan
{
    public BgpFault Fault;
    public NlriField Withdrawn;
    public NlriField Unreach;
    public NlriField Nlri;
    public NlriField Reach;
    public LayerRef Path;
    public LayerRef Communities;
    public LayerRef Others;
    public LayerRef Scalars;
    public LayerRef NlriContext;
    public LayerRef ReachContext;
    public ulong SetHash;
    public uint Set;
    public Family EndOfRib;
    public bool IsEndOfRib;
    public bool TreatAsWithdraw;
    public bool NoRoom;

    /// <summary>Whether it announces anything, so that its attributes are wanted.</summary>
    public readonly bool Announces => !TreatAsWithdraw && (Nlri.Length | Reach.Length) != 0;
}
