using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Admission;

/// <summary>Which TCP MD5 key is to be set for which source: addresses of devices, and ranges. Pure.</summary>
internal static class Md5KeyPlan
{
    internal static Dictionary<IpPrefix, Secret> Of(Configuration configuration)
    {
        var keys = new Dictionary<IpPrefix, Secret>();
        foreach (var range in configuration.Ranges)
        {
            if (range.Bgp.Password is { } password)
            {
                keys[range.From] = password;
            }
        }

        foreach (var device in configuration.Devices)
        {
            if (device.HasSessions && device.Bgp.Password is { } password)
            {
                foreach (var address in device.Addresses)
                {
                    keys[Host(address)] = password;
                }
            }
        }

        return keys;
    }

    /// <summary>The source that the key of a claim is set for.</summary>
    internal static IpPrefix SourceOf(in Claim claim, Ip address) => claim.Range?.From ?? Host(address);

    private static IpPrefix Host(Ip address) => IpPrefix.Create(address, address.BitLength);
}
