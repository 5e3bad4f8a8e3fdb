using System.Buffers.Binary;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Prepared;

/// <summary>What is a router's own in the messages it sends: its next hops, and with route reflection an originator behind each and the cluster.</summary>
internal sealed class RouterAddresses
{
    private readonly Ip[] _ipv4;
    private readonly Ip[] _ipv6;
    private readonly uint _cluster;

    public RouterAddresses(IReadOnlyList<Ip> ipv4, IReadOnlyList<Ip> ipv6, uint cluster)
    {
        _ipv4 = [.. ipv4];
        _ipv6 = [.. ipv6];
        _cluster = cluster;
    }

    /// <summary>Puts the addresses into one message.</summary>
    public void Patch(Span<byte> message, in PreparedMessage at, Family family)
    {
        if (family == Family.IPv4)
        {
            _ = _ipv4[at.NextHopSlot % _ipv4.Length].WriteTo(message[at.NextHopAt..]);
        }
        else
        {
            _ = _ipv6[at.NextHopSlot % _ipv6.Length].WriteTo(message[at.NextHopAt..]);
        }

        if (at.ReflectionAt != 0)
        {
            var originator = _ipv4.Length == 0 ? _cluster : _ipv4[at.NextHopSlot % _ipv4.Length].V4;
            BinaryPrimitives.WriteUInt32BigEndian(message[at.ReflectionAt..], originator);
            BinaryPrimitives.WriteUInt32BigEndian(message[(at.ReflectionAt + 7)..], _cluster);
        }
    }
}
