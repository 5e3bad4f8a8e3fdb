using System.Collections.Immutable;
using System.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>The key <c>api</c>. Without tokens (null) it listens on loopback only and every caller is the platform's operator.</summary>
/// <param name="CertificatePath">PEM file of the certificate chain, or null for plain HTTP.</param>
/// <param name="PrivateKey">PEM text of its private key.</param>
public sealed record ApiSettings(
    ImmutableArray<IPEndPoint> Listen,
    string? CertificatePath,
    Secret? PrivateKey,
    ImmutableArray<AccessToken>? Tokens);
