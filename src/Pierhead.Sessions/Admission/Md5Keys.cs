using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Linux;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Admission;

/// <summary>The keys that the listening sockets hold. One thread: whoever starts the node, then the acceptor.</summary>
internal sealed class Md5Keys(IReadOnlyList<ListeningSocket> listeners)
{
    private readonly Dictionary<IpPrefix, Secret> _installed = [];

    internal int Count => _installed.Count;

    /// <summary>Whether the kernel holds the key that a claim with a password needs.</summary>
    internal bool Protects(in Claim claim, Ip source) =>
        claim.Bgp.Password is not { } password
        || (_installed.TryGetValue(Md5KeyPlan.SourceOf(claim, source), out var held) && held.Equals(password));

    /// <summary>
    /// Brings the listeners to the plan: what is gone is removed first, which makes room. Returns the sources whose key could not
    /// be set, with the error number; connections from there are refused until it is.
    /// </summary>
    internal List<(IpPrefix Source, int Error)> Apply(Dictionary<IpPrefix, Secret> plan)
    {
        foreach (var source in _installed.Keys.Where(source => !plan.ContainsKey(source)).ToArray())
        {
            Remove(source);
        }

        var failures = new List<(IpPrefix, int)>();
        foreach (var (source, secret) in plan)
        {
            if (_installed.TryGetValue(source, out var held) && held.Equals(secret))
            {
                continue;
            }

            var error = Set(source, secret);
            if (error != 0)
            {
                failures.Add((source, error));
            }
        }

        return failures;
    }

    private int Set(IpPrefix source, Secret secret)
    {
        _installed.Remove(source);
        foreach (var listener in listeners)
        {
            if (listener.IsIPv6 == source.IsIPv6 && TcpMd5Key.TrySet(listener.Fd, source, secret.Reveal()) is var error and not 0)
            {
                return error;
            }
        }

        _installed[source] = secret;
        return 0;
    }

    private void Remove(IpPrefix source)
    {
        _installed.Remove(source);
        foreach (var listener in listeners)
        {
            if (listener.IsIPv6 == source.IsIPv6)
            {
                _ = TcpMd5Key.TryRemove(listener.Fd, source);
            }
        }
    }
}
