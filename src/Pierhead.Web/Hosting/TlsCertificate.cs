using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pierhead.Model.Snapshot;

namespace Pierhead.Web.Hosting;

internal static class TlsCertificate
{
    /// <summary>The API's certificate from its PEM files; the configuration was checked to have both or neither.</summary>
    public static X509Certificate2 Load(ApiSettings api)
    {
        var chain = File.ReadAllText(api.CertificatePath!);
        using var pem = X509Certificate2.CreateFromPem(chain, Encoding.UTF8.GetString(api.PrivateKey!.Reveal()));

        // Kestrel needs the key in a form that outlives the PEM object.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }
}
