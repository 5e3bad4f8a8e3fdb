namespace Pierhead.Routing.Memory;

/// <summary>What takes memory back once no reader can hold it any more.</summary>
internal interface IRetirable
{
    /// <summary>Called once for each <see cref="GracePeriod.Retire"/>, on any thread, after the grace period.</summary>
    void Free(nint address, long size);
}
