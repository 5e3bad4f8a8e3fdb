using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Sessions;
using Pierhead.Web.Contract;

namespace Pierhead.Web.Node;

/// <summary>The running node, as the API sees it. The host implements it.</summary>
public interface INode
{
    /// <summary>The configuration in force; another object after a reload.</summary>
    Configuration Configuration { get; }

    string Version { get; }

    DateTimeOffset StartedAt { get; }

    RouteTables Tables { get; }

    BgpServer Bgp { get; }

    /// <summary>Empty when the node does its job; otherwise one sentence for each thing that it cannot do.</summary>
    IReadOnlyList<string> NotReady();

    /// <summary>Reads the tree again and applies it, or changes nothing and says why.</summary>
    ReloadResult Reload();
}
