using System.Net;
using System.Net.Sockets;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions;

namespace Pierhead.Hosting;

/// <summary>Turns what the host refuses into one sentence that says what to do.</summary>
internal static class HostRefusal
{
    /// <summary>The sentence, or null for an exception that is a bug and should show itself as one.</summary>
    public static string? Explain(Exception exception, NodeSettings node) => exception switch
    {
        ListenException listen => listen.Message,
        IOException when exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException =>
            $"the API cannot listen on {Addresses(node)}: an address is in use; stop what holds it or change api.listen.",
        IOException when exception.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied } => NoRight(node),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => NoRight(node),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            $"the API cannot listen on {Addresses(node)}: this machine has no such address; change api.listen.",
        System.Security.Cryptography.CryptographicException =>
            $"the API's certificate or key cannot be used ({exception.Message}); check api.tls.",
        _ => null,
    };

    private static string NoRight(NodeSettings node) =>
        $"the API may not listen on {Addresses(node)}: ports below 1024 need a right (setcap cap_net_bind_service=+ep on the executable); or change api.listen.";

    private static string Addresses(NodeSettings node) => string.Join(" and ", node.Api.Listen.Select(endpoint => endpoint.ToString()));
}
