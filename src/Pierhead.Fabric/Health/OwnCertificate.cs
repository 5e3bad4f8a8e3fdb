using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pierhead.Fabric.Health;

/// <summary>
/// Tells the certificate of this node's API from any other, by the file that the node has it from. What the file had before counts too: a node goes on with
/// the old one until it is started again, and that is no reason to take it out.
/// </summary>
/// <param name="path">PEM file of the chain, the node's own certificate first.</param>
public sealed class OwnCertificate(string path)
{
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Reads the file as it is now. Also done at each connection.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public void Learn()
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path));
        _known[Print(certificate)] = true;
    }

    /// <summary>Whether it was presented by this node.</summary>
    public bool Is(X509Certificate? presented)
    {
        try
        {
            Learn();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // The file is being replaced: what it was counts.
        }

        return presented is not null && _known.ContainsKey(Print(presented));
    }

    private static string Print(X509Certificate certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);
}
