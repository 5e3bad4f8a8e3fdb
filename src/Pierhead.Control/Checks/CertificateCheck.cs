using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pierhead.Control.Secrets;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control.Checks;

/// <summary>The key <c>api.tls</c>: that the certificate and its key are there, and belong together.</summary>
internal sealed class CertificateCheck(string directory, ValueReader values, SecretReader secrets, Report report)
{
    private const int MaxBytes = 1 << 20;

    public (string Path, Secret Key)? Check(Section tls)
    {
        var path = values.Text(tls["certificate"], "certificate");
        var key = secrets.Lines(tls["key"], "key");
        if (path is null)
        {
            return null;
        }

        var full = Path.GetFullPath(Path.Combine(directory, path));
        var content = FileContent.Read(full, MaxBytes);
        if (content.Bytes is not { } bytes)
        {
            report.Error(tls["certificate"]!, $"`certificate`: the file {Shown.Name(path)} cannot be read: {content.Problem}");
            return null;
        }

        var certificate = Encoding.UTF8.GetString(bytes);
        if (!IsCertificate(certificate))
        {
            report.Error(tls["certificate"]!, $"`certificate`: the file {Shown.Name(path)} holds no certificate in PEM form");
            return null;
        }

        if (key is null)
        {
            return null;
        }

        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, Encoding.UTF8.GetString(key.Reveal()));
            return (full, key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // The runtime's words may hold parts of what it could not read.
            report.Error(tls["key"]!, "`key` is not the unencrypted private key, in PEM form, of `certificate`");
            return null;
        }
    }

    private static bool IsCertificate(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
