namespace Pierhead.Routing.Memory;

/// <summary>Held by a thread for as long as it reads tables; dispose it once, on the same thread or another.</summary>
internal readonly ref struct ReadGuard
{
    private readonly GracePeriod _owner;
    private readonly int _slot;

    internal ReadGuard(GracePeriod owner, int slot)
    {
        _owner = owner;
        _slot = slot;
    }

    public void Dispose() => _owner.Leave(_slot);
}
