using Pierhead.Routing.Prefixes;

namespace Pierhead.Routing.Ingest;

/// <summary>What one thread needs to apply batches; made once a thread, because lanes are few and sessions many.</summary>
internal sealed class ApplyScratch
{
    /// <summary>Messages that are worked on together.</summary>
    public const int Messages = 64;

    /// <summary>Prefixes that are worked on together.</summary>
    public const int Prefixes = 512;

    /// <summary>Octets of attributes that had to be rewritten; several times what one message can need.</summary>
    public const int Octets = 1 << 19;

    [ThreadStatic]
    private static ApplyScratch? _ofThread;

    private ApplyScratch() => Planner = new AttributePlanner(Plans, new byte[Octets]);

    public static ApplyScratch OfThread => _ofThread ??= new ApplyScratch();

    public MessagePlan[] Plans { get; } = new MessagePlan[Messages];

    public PrefixWork[] Work { get; } = new PrefixWork[Prefixes];

    public AttributePlanner Planner { get; }

    public LabeledContexts Labeled { get; } = new();
}
