using CsCheck;
using Pierhead.Simulate.Prepared;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Prepared;

/// <summary>Windows of any place and size, written through buffers of any size, decode to their prefixes and no others.</summary>
public sealed class RouteWriterTests
{
    private static readonly Simulate.Tables.RouteTable Table = Plans.Table(4_000, 1_000);
    private static readonly PreparedTable Prepared = new(Table, new SessionKind(null, Reflected: true));
    private static readonly RouterAddresses Addresses = new(Plans.Router().NextHopsIPv4, Plans.Router().NextHopsIPv6, cluster: 9);

    private static readonly Gen<(Family Family, RouteWindow Window, int Buffer)> Cases =
        Gen.Select(Gen.Bool.Select(ipv6 => ipv6 ? Family.IPv6 : Family.IPv4), Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[4096, 30_000])
            .Select((family, start, share, buffer) =>
            {
                var total = Table[family].Count;
                var first = (int)(start * total);
                return (family, new RouteWindow(first, (int)(share * share * (total - first))), buffer);
            });

    [Fact]
    public void Announce_AnyWindow_DecodesToItsPrefixes() => Gen.Select(Cases, Gen.Int[0, 15]).Sample((each, variation) =>
    {
        var writer = new RouteWriter(Prepared[each.Family], Addresses);
        var announced = new List<IpPrefix>();
        var buffer = new byte[each.Buffer];
        for (var rest = each.Window; rest.Count > 0;)
        {
            var routes = writer.Announce(rest, variation, buffer, out var octets, out var messages);
            Assert.True(routes > 0);
            Assert.Equal(messages, Decode(buffer.AsSpan(0, octets), announced, []));
            rest = rest.Skip(routes);
        }

        Assert.Equal(Expected(each.Family, each.Window), announced);
    });

    [Fact]
    public void Withdraw_AnyWindow_DecodesToItsPrefixes() => Cases.Sample(each =>
    {
        var writer = new RouteWriter(Prepared[each.Family], Addresses);
        var withdrawn = new List<IpPrefix>();
        var buffer = new byte[each.Buffer];
        for (var rest = each.Window; rest.Count > 0;)
        {
            var routes = writer.Withdraw(rest, buffer, out var octets, out var messages);
            Assert.True(routes > 0);
            Assert.Equal(messages, Decode(buffer.AsSpan(0, octets), [], withdrawn));
            rest = rest.Skip(routes);
        }

        Assert.Equal(Expected(each.Family, each.Window), withdrawn);
    });

    [Fact]
    public void Announce_WholeTable_FewMessagesAreWrittenAnew()
    {
        var writer = new RouteWriter(Prepared[Family.IPv4], Addresses);
        var routes = writer.Announce(new RouteWindow(0, 4_000), 0, new byte[1 << 20], out _, out var messages);
        Assert.Equal((4_000, Table.IPv4.GroupCount), (routes, messages));
    }

    private static List<IpPrefix> Expected(Family family, RouteWindow window) =>
        [.. Table[family].Prefixes.Slice(window.First, window.Count)];

    private static int Decode(ReadOnlySpan<byte> octets, List<IpPrefix> announced, List<IpPrefix> withdrawn)
    {
        var context = new DecodeContext(FamilySet.Of(Family.IPv4, Family.IPv6), FamilySet.Empty, FourOctetAsn: true, Internal: true);
        var count = 0;
        for (var at = 0; at < octets.Length; count++)
        {
            var status = MessageFramer.TryRead(octets, at, MessageFramer.MaximumLength, out var frame, out at, out _);
            Assert.Equal((FrameStatus.Complete, BgpMessageType.Update), (status, frame.Type));
            var fault = UpdateMessage.Decode(octets.Slice(frame.BodyOffset, frame.BodyLength), context, out var update);
            Assert.True(fault.IsNone, fault.Reason);
            Read(new NlriReader(update.Nlri, ipv6: false, addPath: false), announced);
            Read(new NlriReader(update.ReachNlri, ipv6: true, addPath: false), announced);
            Read(new NlriReader(update.Withdrawn, ipv6: false, addPath: false), withdrawn);
            Read(new NlriReader(update.UnreachNlri, ipv6: true, addPath: false), withdrawn);
        }

        return count;
    }

    private static void Read(NlriReader nlri, List<IpPrefix> into)
    {
        byte length;
        if (nlri.IsIPv6)
        {
            while (nlri.TryReadV6(out var high, out var low, out length, out _))
            {
                into.Add(IpPrefix.Create(Ip.FromV6(high, low), length));
            }

            return;
        }

        while (nlri.TryReadV4(out var address, out length, out _))
        {
            into.Add(IpPrefix.Create(Ip.FromV4(address), length));
        }
    }
}
