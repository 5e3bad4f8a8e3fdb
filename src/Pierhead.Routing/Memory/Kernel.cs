using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pierhead.Routing.Memory;

/// <summary>The few calls of the kernel's memory interface that regions are made of.</summary>
internal static unsafe partial class Kernel
{
    public const int PageSize = 4096;

    private const int ProtectionReadWrite = 1 | 2;
    private const int MapPrivateAnonymousNoReserve = 0x02 | 0x20 | 0x4000;
    private const int AdviceDontNeed = 4;
    private const int AdviceNoHugePage = 15;
    private const int AdviceDontDump = 16;
    private const int AdvicePopulateWrite = 23;

    /// <summary>
    /// Address space that costs nothing until it is written, page by page, and reads as zero. Kept out of core dumps, and out of
    /// transparent huge pages: a table that is written here and there must pay for 4 KiB each time, not for 2 MiB.
    /// </summary>
    public static byte* Reserve(nuint bytes)
    {
        var address = Map(0, bytes, ProtectionReadWrite, MapPrivateAnonymousNoReserve, -1, 0);
        if (address == -1)
        {
            throw new InsufficientMemoryException(
                $"Cannot reserve {bytes} bytes of address space: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}. " +
                "Check vm.overcommit_memory (2 forbids it), vm.max_map_count and the limits of the process.");
        }

        // Advice only: where the kernel was built without one of them nothing is lost but thrift.
        _ = Advise(address, bytes, AdviceDontDump);
        _ = Advise(address, bytes, AdviceNoHugePage);
        return (byte*)address;
    }

    public static void Release(byte* address, nuint bytes) => _ = Unmap((nint)address, bytes);

    /// <summary>
    /// Gives pages to a range at once. A page that is read before it is written is mapped twice, and the second time costs an interrupt
    /// on every other core. Advice only: kernels before 5.14 do not know it, and map page by page.
    /// </summary>
    public static void Populate(byte* address, nuint bytes) => _ = Advise((nint)address, bytes, AdvicePopulateWrite);

    /// <summary>Gives the pages back; they read as zero again.</summary>
    public static void Clear(byte* address, nuint bytes) => _ = Advise((nint)address, bytes, AdviceDontNeed);

    /// <summary>
    /// Random octets that nobody can foretell, at most 256 (getrandom(2)). From the kernel itself: the cryptographic library, which would
    /// ask it too, costs a node five megabytes.
    /// </summary>
    public static void Random(Span<byte> octets)
    {
        fixed (byte* at = octets)
        {
            if (GetRandom(at, (nuint)octets.Length, 0) != octets.Length)
            {
                throw new InvalidOperationException($"getrandom: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "getrandom", SetLastError = true)]
    private static partial nint GetRandom(byte* octets, nuint count, uint flags);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(nint address, nuint length, int advice);
}
