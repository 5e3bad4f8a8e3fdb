using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Linux;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Admission;

/// <summary>
/// The keys that the listening sockets hold: each those of the sources that it may see. One thread: whoever starts the node, then the
/// acceptor.
/// </summary>
internal sealed class Md5Keys(IReadOnlyList<ListenerGroup> groups)
{
    private readonly Dictionary<IpPrefix, Secret> _installed = [];

    internal int Count => _installed.Count;

    /// <summary>Whether the kernel holds the key that a claim with a password needs.</summary>
    internal bool Protects(in Claim claim, Ip source) =>
        claim.Bgp.Password is not { } password
        || (_installed.TryGetValue(Md5KeyPlan.SourceOf(claim, source), out var held) && held.Equals(password));

    /// <summary>The most keys of a plan that one listening socket would hold.</summary>
    internal int Fullest(IReadOnlyCollection<IpPrefix> sources) =>
        sources.SelectMany(ListenersOf).CountBy(listener => listener.Fd).Select(listener => listener.Value).DefaultIfEmpty().Max();

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
        foreach (var listener in ListenersOf(source))
        {
            if (TcpMd5Key.TrySet(listener.Fd, source, secret.Reveal()) is var error and not 0)
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
        foreach (var listener in ListenersOf(source))
        {
            _ = TcpMd5Key.TryRemove(listener.Fd, source);
        }
    }

    private IEnumerable<ListeningSocket> ListenersOf(IpPrefix source) =>
        groups.Where(group => group.IsIPv6 == source.IsIPv6).SelectMany(group => group.ShardsOf(source));
}
