using System.Globalization;
using System.Net;
using Pierhead.Sessions.Linux;

namespace Pierhead.Sessions;

/// <summary>The node cannot listen where it should; the message is one sentence that says what to do. Nothing was started.</summary>
public sealed class ListenException : Exception
{
    public ListenException()
    {
    }

    public ListenException(string message)
        : base(message)
    {
    }

    public ListenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal ListenException(IPEndPoint endpoint, int error)
        : base(Explain(endpoint, error))
    {
    }

    /// <summary>A listening socket would have to hold more MD5 keys than the kernel lets it.</summary>
    internal static ListenException TooManyKeys(int keys) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"cannot hold all TCP MD5 keys: {keys} of them belong to one listening socket, and net.core.optmem_max {(OptionMemory.Read() is { } limit ? $"is {limit}, enough for {OptionMemory.Keys}" : "does not allow that")}; raise it (`sysctl -w net.core.optmem_max={OptionMemory.For(keys)}`, and in /etc/sysctl.d to keep it)"));

    private static string Explain(IPEndPoint endpoint, int error) => error switch
    {
        Errno.AddressInUse => string.Create(
            CultureInfo.InvariantCulture,
            $"cannot listen for BGP on {endpoint}: the port is in use; stop the other program (`ss -ltnp sport = :{endpoint.Port}` shows it) or choose another port in bgp.listen"),
        Errno.PermissionDenied or Errno.OperationNotPermitted => string.Create(
            CultureInfo.InvariantCulture,
            $"cannot listen for BGP on {endpoint}: no right to bind port {endpoint.Port}; run `setcap 'cap_net_bind_service=+ep'` on the executable or choose a port above 1023 in bgp.listen"),
        Errno.AddressNotAvailable =>
            $"cannot listen for BGP on {endpoint}: no interface of this machine has that address; add it or change bgp.listen",
        _ => $"cannot listen for BGP on {endpoint}: {Errno.Text(error)}; check bgp.listen",
    };
}
