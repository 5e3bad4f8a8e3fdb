using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Pierhead.Routing.Memory;

/// <summary>The processor's prefetch where it has one that .NET knows of; elsewhere nothing.</summary>
internal static unsafe class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
