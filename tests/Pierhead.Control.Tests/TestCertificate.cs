using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pierhead.Control.Tests;

/// <summary>A certificate of our own with its key, made once a run.</summary>
internal static class TestCertificate
{
    public static readonly (string Certificate, string Key) Pem = Make();

    private static (string Certificate, string Key) Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=pierhead.example", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
