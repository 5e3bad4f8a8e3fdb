using System.Net;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Linux;

/// <summary>
/// The listening sockets of an endpoint. The kernel keeps the MD5 keys of a socket in one list, which it walks for each handshake and which
/// net.core.optmem_max bounds; so there are many sockets, each for a share of the source addresses, with the keys of that share.
/// </summary>
internal sealed class ListenerGroup : IDisposable
{
    private readonly List<ListeningSocket> _shards = [];

    private ListenerGroup(ListeningSocket first) => _shards.Add(first);

    /// <summary>Where it is bound, with the port that the kernel chose where 0 was asked for.</summary>
    internal IPEndPoint Endpoint => _shards[0].Endpoint;

    internal bool IsIPv6 => _shards[0].IsIPv6;

    internal IReadOnlyList<ListeningSocket> Shards => _shards;

    /// <summary>Binds without listening, so that keys can be set before the first connection is let in.</summary>
    /// <param name="shards">How many sockets: a power of two.</param>
    /// <exception cref="ListenException">It cannot listen there, or another program does.</exception>
    internal static ListenerGroup Bind(IPEndPoint endpoint, int shards)
    {
        // The first is bound alone, and so notices any other program; only then it lets others of ours beside it.
        var group = new ListenerGroup(ListeningSocket.Bind(endpoint, isShared: false));
        try
        {
            if (shards > 1)
            {
                group._shards[0].Share();
                SourceShards.Attach(group._shards[0].Fd, group.IsIPv6, shards);
            }

            while (group._shards.Count < shards)
            {
                group._shards.Add(ListeningSocket.Bind(group.Endpoint, isShared: true));
            }

            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    /// <summary>The index of the socket that takes the connections of a source.</summary>
    internal int ShardOf(Ip source) => _shards.Count == 1 ? 0 : SourceShards.Of(source, _shards.Count);

    /// <summary>The sockets that may see connections from a prefix.</summary>
    internal IEnumerable<ListeningSocket> ShardsOf(IpPrefix source) =>
        source.Length == source.Address.BitLength ? [_shards[ShardOf(source.Address)]] : _shards;

    /// <summary>Lets connections in. In order: the program counts the sockets as they begin to listen.</summary>
    internal void Listen() => _shards.ForEach(shard => shard.Listen());

    public void Dispose() => _shards.ForEach(shard => shard.Dispose());
}
