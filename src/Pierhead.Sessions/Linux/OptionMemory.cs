using System.Globalization;

namespace Pierhead.Sessions.Linux;

/// <summary>net.core.optmem_max (tcp(7), socket(7)): what the kernel lets one socket spend on options, of which MD5 keys are nearly all.</summary>
internal static class OptionMemory
{
    private const string Limit = "/proc/sys/net/core/optmem_max";

    // sizeof(struct tcp_md5sig_key) of 64-bit kernels.
    private const int KeySize = 136;

    /// <summary>Keys that a socket can hold, null where the kernel does not say: then it will, when one is too many.</summary>
    internal static int? Keys => Read() / KeySize;

    /// <summary>What to set, for so many keys on one socket: with room to grow, and in a round number.</summary>
    internal static long For(int keys) => (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)keys * KeySize * 2);

    internal static int? Read()
    {
        try
        {
            return int.Parse(File.ReadAllText(Limit), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // Kernels before 6.9 show it in the first network namespace only.
            return null;
        }
    }
}
