using Pierhead.Simulate.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Prepared;

/// <summary>A table's messages for one kind of session.</summary>
internal sealed class PreparedTable(RouteTable table, SessionKind kind)
{
    private readonly PreparedRoutes _ipv4 = new(table.AttributeSets, table.IPv4, kind);
    private readonly PreparedRoutes _ipv6 = new(table.AttributeSets, table.IPv6, kind);

    public PreparedRoutes this[Family family] => family == Family.IPv4 ? _ipv4 : _ipv6;
}
