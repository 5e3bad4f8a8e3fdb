using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.RouteRefresh;

namespace Pierhead.Fuzz.Targets;

/// <summary>ROUTE-REFRESH messages (RFC 2918, RFC 7313).</summary>
internal sealed class RouteRefreshTarget : FuzzTarget
{
    public override string Name => "route-refresh";

    public override IEnumerable<byte[]> Seeds() => Families.Rows.Select(row => new RouteRefreshMessage(row.Family).Encode()[MessageFramer.HeaderLength..]);

    public override void Run(byte[] input)
    {
        if (RouteRefreshMessage.Decode(input, out var message).IsNone)
        {
            Check(RouteRefreshMessage.Decode(message.Encode().AsSpan(MessageFramer.HeaderLength), out var again).IsNone && again == message, "encoded it is the same");
        }
    }
}
