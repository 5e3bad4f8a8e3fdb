using System.Runtime.InteropServices;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>nftables in this process, by its own library: a change of a pin takes some tenths of a millisecond, and starts no program. Thread-safe.</summary>
public sealed class Nftables : INftables, IDisposable
{
    /// <summary>Came with 1.0.3. The library tells no version, so this function stands for one.</summary>
    private const string NewestFunction = "nft_ctx_set_optimize";

    private const string Package = "the Debian package libnftables1, version 1.0.6 or later";

    private readonly Lock _gate = new();
    private nint _context;

    private Nftables(nint context) => _context = context;

    /// <summary>Opens the library, and sees that it is new enough and that this process may use it.</summary>
    /// <exception cref="NftException">It is absent, too old, or needs a right that this process lacks: says which.</exception>
    public static Nftables Open()
    {
        if (!NativeLibrary.TryLoad(LibNftables.Library, out var library))
        {
            throw new NftException($"{LibNftables.Library} is not on this machine: install {Package}");
        }

        if (!NativeLibrary.TryGetExport(library, NewestFunction, out _))
        {
            throw new NftException($"{LibNftables.Library} is older than nftables 1.0.3: install {Package}");
        }

        var context = LibNftables.ContextNew(0);
        if (context == 0 || LibNftables.BufferOutput(context) != 0 || LibNftables.BufferError(context) != 0)
        {
            throw new NftException("libnftables has no memory for a context");
        }

        var nftables = new Nftables(context);
        try
        {
            nftables.Run("list tables netdev");
            return nftables;
        }
        catch (NftException refused)
        {
            nftables.Dispose();
            throw new NftException(
                $"nftables cannot be used ({refused.Message}): run as root or with CAP_NET_ADMIN, on a kernel with nf_tables and its netdev family", refused);
        }
    }

    /// <inheritdoc/>
    public string Run(string commands)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_context == 0, this);
            var result = LibNftables.RunCommands(_context, commands);

            // Reading a buffer empties it: both are read, so that no word is told with the next command.
            var output = Marshal.PtrToStringUTF8(LibNftables.OutputBuffer(_context)) ?? "";
            var error = Marshal.PtrToStringUTF8(LibNftables.ErrorBuffer(_context)) ?? "";
            return result == 0 ? output : throw new NftException(FirstLines(error));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_context != 0)
            {
                LibNftables.ContextFree(_context);
                _context = 0;
            }
        }
    }

    /// <summary>nft shows the command under each error, which may be a whole table: its words are on lines with "Error".</summary>
    private static string FirstLines(string error)
    {
        const int Most = 3;
        const int Longest = 300;
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var told = lines.Where(line => line.Contains("rror", StringComparison.Ordinal)).DefaultIfEmpty(lines.FirstOrDefault() ?? "nft gave no reason").Take(Most);
        return string.Join("; ", told.Select(line => line.Length > Longest ? line[..Longest] : line));
    }
}
