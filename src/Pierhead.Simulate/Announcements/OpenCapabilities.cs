using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;

namespace Pierhead.Simulate.Announcements;

/// <summary>The capabilities that a plan asks for, but for the AS number's.</summary>
internal static class OpenCapabilities
{
    public static IReadOnlyList<Capability> Of(RouterPlan plan)
    {
        var capabilities = new List<Capability>();
        capabilities.AddRange(plan.Families.Enumerate().Select(family => new MultiProtocolCapability(family)));
        capabilities.Add(new MarkerCapability(CapabilityCode.RouteRefresh));
        if (plan.ExtendedMessages)
        {
            capabilities.Add(new MarkerCapability(CapabilityCode.ExtendedMessage));
        }

        if (plan.GracefulRestart is { } restartTime)
        {
            var families = plan.Families.Enumerate()
                .Select(family => new GracefulRestartFamily(family.Row().Afi, family.Row().Safi, ForwardingPreserved: false));
            capabilities.Add(new GracefulRestartCapability(
                restarting: false, notification: false, (ushort)restartTime.TotalSeconds, [.. families]));
        }

        return capabilities;
    }
}
