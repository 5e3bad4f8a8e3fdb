namespace Pierhead.Routing;

/// <summary>Where a walk goes on: a key's id (24 bits) and the least path identifier (32 bits) that is still to come of it.</summary>
internal static class WalkPosition
{
    public static long Of(uint id, uint pathId) => ((long)id << 32) | pathId;

    public static uint IdOf(long position) => (uint)(position >> 32);

    public static uint PathIdOf(long position) => (uint)position;
}
