using System.Globalization;
using System.Text;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Tests.Mrt;

/// <summary>Writes MRT records as the lines of <c>bgpdump -m</c>, with what Pierhead decoded.</summary>
internal static class BgpDumpText
{
    /// <summary>The next hop that bgpdump prints where there is no NEXT_HOP.</summary>
    public const string NoNextHop = "255.255.255.255";

    public static IEnumerable<string> Lines(Stream mrt)
    {
        var reader = new MrtReader(mrt);
        var lines = new List<string>();
        PeerIndexTable? peers = null;
        while (reader.Read(out var record) is var status && status == MrtStatus.Record)
        {
            lines.Clear();
            Add(lines, in record, ref peers);
            foreach (var line in lines)
            {
                yield return line;
            }
        }

        if (!reader.Fault.IsNone)
        {
            yield return reader.Fault.ToString();
        }
    }

    private static void Add(List<string> lines, in MrtRecord record, ref PeerIndexTable? peers)
    {
        MrtFault fault;
        if (record.Type == MrtType.TableDump)
        {
            fault = TableDumpRecord.Decode(in record, out var route);
            lines.Add(fault.IsNone ? TableDump(in record, in route) : fault.ToString());
            return;
        }

        if (RibRecord.IsKnown(in record))
        {
            fault = RibRecord.Decode(in record, out var rib);
            lines.AddRange(fault.IsNone ? Rib(in record, ref rib, peers!) : [fault.ToString()]);
            return;
        }

        if (record.Type == MrtType.TableDumpV2)
        {
            fault = PeerIndexTable.Decode(in record, out peers);
            lines.AddRange(fault.IsNone ? [] : [fault.ToString()]);
            return;
        }

        fault = Bgp4mpRecord.Decode(in record, out var bgp);
        lines.AddRange(fault.IsNone ? Bgp4mp(in record, in bgp) : [fault.ToString()]);
    }

    private static string TableDump(in MrtRecord record, in TableDumpRecord route)
    {
        var fault = UpdateMessage.DecodeAttributes(route.Attributes, fourOctetAsn: false, out var update);
        return Note(fault) + $"TABLE_DUMP|{record.Seconds}|B|{route.Peer}|{route.PeerAsn}|{route.Prefix}|" + Attributes(in update, default);
    }

    private static List<string> Rib(in MrtRecord record, ref RibRecord rib, PeerIndexTable peers)
    {
        var lines = new List<string>();
        while (rib.TryRead(out var entry))
        {
            var peer = peers.Peers[entry.PeerIndex];
            var fault = UpdateMessage.DecodeAttributes(entry.Attributes, fourOctetAsn: true, out var update);
            lines.Add(Note(fault) + $"TABLE_DUMP2{(rib.AddPath ? "_AP" : "")}|{record.Seconds}|B|{peer.Address}|{peer.Asn}|{rib.Prefix}|"
                + (rib.AddPath ? $"{entry.PathId}|" : "") + Attributes(in update, MrtNextHop.Find(entry.Attributes)));
        }

        if (rib.IsCutShort)
        {
            lines.Add("cut short");
        }

        return lines;
    }

    private static List<string> Bgp4mp(in MrtRecord record, in Bgp4mpRecord bgp)
    {
        var lines = new List<string>();
        var isEt = record.Type == MrtType.Bgp4mpEt;
        var time = isEt ? $"{record.Seconds}.{record.Microseconds:D6}" : $"{record.Seconds}";
        var head = $"BGP4MP{(isEt ? "_ET" : "")}|{time}|";
        var peer = $"|{bgp.Peer}|{bgp.PeerAsn}|";
        if (bgp.Subtype.IsStateChange)
        {
            lines.Add($"{head}STATE{peer}{bgp.OldState}|{bgp.NewState}");
            return lines;
        }

        var status = MessageFramer.TryRead(bgp.Message, 0, MessageFramer.ExtendedMaximumLength, out var frame, out _, out _);
        if (status != FrameStatus.Complete || frame.Type != BgpMessageType.Update)
        {
            lines.AddRange(status == FrameStatus.Complete ? [] : ["no message"]);
            return lines;
        }

        var fault = UpdateMessage.Decode(bgp.Message.Slice(frame.BodyOffset, frame.BodyLength), bgp.Context, out var update);
        Prefixes(update.Withdrawn, false, prefix => lines.Add($"{Note(fault)}{head}W{peer}{prefix}"));
        Prefixes(Multicast(update.Value(AttributeType.MpUnreachNlri), 3), false, prefix => lines.Add($"{Note(fault)}{head}W{peer}{prefix}"));
        Prefixes(update.UnreachNlri, update.UnreachFamily == Family.IPv6, prefix => lines.Add($"{Note(fault)}{head}W{peer}{prefix}"));
        var attributes = Attributes(in update, default);
        Prefixes(update.Nlri, false, prefix => lines.Add($"{Note(fault)}{head}A{peer}{prefix}|{attributes}"));
        var multicast = Multicast(update.Value(AttributeType.MpReachNlri), 4);
        attributes = Attributes(in update, multicast.IsEmpty ? default : multicast[..4]);
        Prefixes(multicast.IsEmpty ? default : multicast[5..], false, prefix => lines.Add($"{Note(fault)}{head}A{peer}{prefix}|{attributes}"));
        attributes = Attributes(in update, update.ReachNextHop);
        Prefixes(update.ReachNlri, update.ReachFamily == Family.IPv6, prefix => lines.Add($"{Note(fault)}{head}A{peer}{prefix}|{attributes}"));
        return lines;
    }

    /// <summary>The rest of an attribute of IPv4 multicast, which the text lists like unicast and Pierhead does not read.</summary>
    private static ReadOnlySpan<byte> Multicast(ReadOnlySpan<byte> value, int from) =>
        value.StartsWith("\0\u0001\u0002"u8) ? value[from..] : default;

    private static void Prefixes(ReadOnlySpan<byte> nlri, bool ipv6, Action<IpPrefix> each)
    {
        var reader = new NlriReader(nlri, ipv6, addPath: false);
        byte length;
        while (ipv6)
        {
            if (!reader.TryReadV6(out var high, out var low, out length, out _))
            {
                return;
            }

            each(IpPrefix.Create(Ip.FromV6(high, low), length));
        }

        while (reader.TryReadV4(out var address, out length, out _))
        {
            each(IpPrefix.Create(Ip.FromV4(address), length));
        }
    }

    private static string Attributes(in UpdateMessage update, ReadOnlySpan<byte> mpNextHop)
    {
        var canonical = new byte[update.CanonicalBound];
        var attributes = PathAttributes.Decode(canonical.AsSpan(0, update.WriteCanonical(canonical)));
        var nextHop = mpNextHop.IsEmpty
            ? attributes.NextHop?.ToString() ?? NoNextHop
            : Ip.FromBytes(mpNextHop.Length == 32 ? mpNextHop[..16] : mpNextHop).ToString();
        var origin = attributes.Origin?.ToString().ToUpperInvariant() ?? "INCOMPLETE";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Path(attributes.AsPath ?? AsPath.Empty)}|{origin}|{nextHop}|{attributes.LocalPref ?? 0}|{attributes.Med ?? 0}|")
            + $"{string.Join(' ', attributes.Communities.Select(Named))}|{(attributes.AtomicAggregate ? "AG" : "NAG")}|{attributes.Aggregator}|";
    }

    /// <summary>bgpdump separates the numbers of a set by commas.</summary>
    private static string Path(AsPath path)
    {
        var text = new StringBuilder();
        foreach (var segment in path.Segments)
        {
            var one = new AsPath([segment]).ToString();
            _ = text.Append(text.Length == 0 ? "" : " ").Append(segment.Type == SegmentType.Set ? one.Replace(' ', ',') : one);
        }

        return text.ToString();
    }

    private static string Named(Community community) => community.Value switch
    {
        0xFFFFFF01 => "no-export",
        0xFFFFFF02 => "no-advertise",
        0xFFFFFF03 => "local-AS",
        _ => community.ToString(),
    };

    private static string Note(in BgpFault fault) => fault.IsNone ? "" : $"[{fault.Scope}: {fault.Reason}] ";
}
