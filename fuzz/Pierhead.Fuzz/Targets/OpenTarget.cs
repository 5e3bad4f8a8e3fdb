using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;

namespace Pierhead.Fuzz.Targets;

/// <summary>OPEN messages and their capabilities, and what they come to with ours.</summary>
internal sealed class OpenTarget : FuzzTarget
{
    private static readonly Capability[] Capabilities =
    [
        .. Families.Rows.Select(row => new MultiProtocolCapability(row.Family)),
        new MarkerCapability(CapabilityCode.RouteRefresh),
        new MarkerCapability(CapabilityCode.EnhancedRouteRefresh),
        new MarkerCapability(CapabilityCode.ExtendedMessage),
        new AddPathCapability([new AddPathFamily(1, 1, AddPathMode.Both)]),
        new ExtendedNextHopCapability([new ExtendedNextHop(1, 1, 2)]),
        new MultipleLabelsCapability([new MultipleLabelsFamily(1, 4, 255)]),
        new GracefulRestartCapability(true, true, 120, [new GracefulRestartFamily(1, 1, true)]),
        new LongLivedGracefulRestartCapability([new LongLivedFamily(1, 1, true, 3600)]),
        new RoleCapability(3),
        new UnknownCapability(200, new byte[200]),
    ];

    private static readonly OpenMessage Ours = OpenMessage.Create(new Asn(64500), 90, Ip.FromV4(0xC000_0201), Capabilities);

    public override string Name => "open";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Ours.Encode()[MessageFramer.HeaderLength..];
        yield return OpenMessage.CreateTwoOctet(64500, 90, Ip.FromV4(0xC000_0201), []).Encode()[MessageFramer.HeaderLength..];
        foreach (var capability in Capabilities)
        {
            yield return OpenMessage.Create(new Asn(4_200_000_000), 0, Ip.FromV4(1), [capability]).Encode()[MessageFramer.HeaderLength..];
        }
    }

    public override void Run(byte[] input)
    {
        var fault = OpenMessage.Decode(input, out var open);
        Check(fault.IsNone == open is not null, "a message, or a fault");
        if (open is null)
        {
            Check(fault.Scope == FaultScope.ResetSession && fault.DataOffset + fault.DataLength <= input.Length, "a fault lies in the message");
            return;
        }

        Check(OpenMessage.Decode(open.Encode().AsSpan(MessageFramer.HeaderLength), out var again).IsNone, "what was decoded can be encoded");
        Check(open.Equals(again), "and is the same");
        var agreement = Negotiation.Negotiate(Ours, open);
        Check(agreement.Context.AddPath.Except(agreement.Context.Families).IsEmpty, "ADD-PATH of negotiated families only");
        Check(agreement.Context.MultipleLabels.Except(agreement.Context.Families).IsEmpty, "labels of negotiated families only");
    }
}
