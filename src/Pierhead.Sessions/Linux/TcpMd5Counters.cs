using System.Globalization;

namespace Pierhead.Sessions.Linux;

/// <summary>
/// What the kernel dropped for want of a right TCP MD5 signature: the only trace that a wrong password leaves. Counted for the
/// network namespace, not for a peer.
/// </summary>
/// <param name="NotFound">Unsigned segments where a key is set.</param>
/// <param name="Unexpected">Signed segments where no key is set.</param>
/// <param name="Failure">Segments signed by another key.</param>
public readonly record struct TcpMd5Counters(long NotFound, long Unexpected, long Failure)
{
    private const string Source = "/proc/net/netstat";

    /// <summary>Reads them now; all zero where the kernel does not count them.</summary>
    public static TcpMd5Counters Read() => File.Exists(Source) ? Parse(File.ReadAllLines(Source)) : default;

    /// <summary>Parses the pairs of lines "TcpExt: names" and "TcpExt: values".</summary>
    public static TcpMd5Counters Parse(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        for (var at = 0; at + 1 < lines.Count; at += 2)
        {
            if (!lines[at].StartsWith("TcpExt:", StringComparison.Ordinal))
            {
                continue;
            }

            var names = lines[at].Split(' ');
            var values = lines[at + 1].Split(' ');
            return new TcpMd5Counters(
                Value(names, values, "TCPMD5NotFound"),
                Value(names, values, "TCPMD5Unexpected"),
                Value(names, values, "TCPMD5Failure"));
        }

        return default;
    }

    private static long Value(string[] names, string[] values, string name)
    {
        var index = Array.IndexOf(names, name);
        return index >= 0 && index < values.Length && long.TryParse(values[index], CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
