using Pierhead.Simulate.Files;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// Makes a table of the unicast routes of one peer in a dumped RIB (TABLE_DUMP and TABLE_DUMP_V2, RFC 6396 sections 4.2 and 4.3;
/// with path identifiers, RFC 8050): their attributes as dumped, but for next hops and what route reflection added, which become
/// the router's own. Of several paths of a prefix the first counts; a route whose attributes leave no room in a message of 4,096
/// octets is left out.
/// </summary>
internal static class RibTable
{
    /// <summary>Whether a file, plain or gzip, is such a dump: the first record that holds routes or messages tells.</summary>
    public static bool IsDump(string path)
    {
        using var stream = InputFile.Open(path);
        var reader = new MrtReader(stream);
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            if (record.Type is MrtType.TableDump or MrtType.TableDumpV2 or MrtType.Bgp4mp or MrtType.Bgp4mpEt)
            {
                return record.Type is MrtType.TableDump or MrtType.TableDumpV2;
            }
        }

        return false;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="peer">The peer's address; null for the peer of the first route.</param>
    /// <exception cref="FormatException">The file is not such a dump, is cut short, or has no route of that peer that can be announced.</exception>
    public static RouteTable Load(string path, Ip? peer = null, int? ipv4Most = null, int? ipv6Most = null)
    {
        using var stream = InputFile.Open(path);
        var reader = new MrtReader(stream);
        var builder = new Builder(peer, new LoadedRoutes(ipv4Most, ipv6Most));
        MrtStatus status;
        while ((status = reader.Read(out var record)) == MrtStatus.Record)
        {
            var fault = builder.Add(in record);
            if (!fault.IsNone)
            {
                throw new FormatException($"{path}: {fault}");
            }
        }

        return status == MrtStatus.End
            ? builder.Build() ?? throw new FormatException($"{path} has no RIB entry that can be announced{(peer is null ? "" : $" of peer {peer}")}")
            : throw new FormatException($"{path}: {reader.Fault}");
    }

    private sealed class Builder(Ip? wanted, LoadedRoutes routes)
    {
        private const byte Unicast = 1;

        private readonly AttributeSets _sets = new();
        private readonly List<int> _setsOfIPv4 = [];
        private readonly List<int> _setsOfIPv6 = [];
        private readonly byte[] _attributes = new byte[AttributeSets.MaximumLength + 8];
        private PeerIndexTable? _peers;
        private Ip? _peer = wanted;

        public MrtFault Add(in MrtRecord record)
        {
            if (record.Type == MrtType.TableDumpV2 && record.Subtype == PeerIndexTable.Subtype)
            {
                return PeerIndexTable.Decode(in record, out _peers);
            }

            if (record.Type == MrtType.TableDump)
            {
                return AddTableDump(in record);
            }

            // Multicast, and what generic records hold, no simulated router announces.
            return record.Type == MrtType.TableDumpV2 && RibSubtype.TryFrom(record.Subtype, out var subtype) && subtype.Safi == Unicast
                ? AddRib(in record)
                : default;
        }

        public RouteTable? Build()
        {
            _sets.Seal();
            return routes.IPv4.Count + routes.IPv6.Count == 0
                ? null
                : new RouteTable(
                    _sets,
                    FamilyRoutes.Create(Family.IPv4, routes.IPv4.Prefixes, [.. _setsOfIPv4], _sets.Count),
                    FamilyRoutes.Create(Family.IPv6, routes.IPv6.Prefixes, [.. _setsOfIPv6], _sets.Count));
        }

        private MrtFault AddRib(in MrtRecord record)
        {
            var fault = RibRecord.Decode(in record, out var rib);
            while (fault.IsNone && rib.TryRead(out var entry))
            {
                if (_peers is not null && entry.PeerIndex < _peers.Peers.Count && IsWanted(_peers.Peers[entry.PeerIndex].Address))
                {
                    AddRoute(rib.Prefix, entry.Attributes, entry.Attributes);
                }
            }

            return fault;
        }

        private MrtFault AddTableDump(in MrtRecord record)
        {
            var fault = TableDumpRecord.Decode(in record, out var route);
            if (!fault.IsNone || !IsWanted(route.Peer))
            {
                return fault;
            }

            // AS numbers have two octets there, and four in a table; what is malformed is left out like what is too long.
            if (UpdateMessage.DecodeAttributes(route.Attributes, fourOctetAsn: false, out var update).Scope < FaultScope.TreatAsWithdraw)
            {
                var wide = new byte[update.CanonicalBound];
                AddRoute(route.Prefix, wide.AsSpan(0, update.WriteCanonical(wide)), route.Attributes);
            }

            return default;
        }

        private bool IsWanted(Ip peer) => peer == (_peer ??= peer);

        /// <param name="dumped">The attributes as the dump has them, with the next hop that canonical ones may lack.</param>
        private void AddRoute(IpPrefix prefix, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> dumped)
        {
            if (DumpedAttributes.TryCopy(attributes, _attributes, out var length) && routes.Add(prefix, default))
            {
                var set = _sets.Intern(_attributes.AsSpan(0, length), DumpedAttributes.NextHopSlot(dumped));
                (prefix.IsIPv6 ? _setsOfIPv6 : _setsOfIPv4).Add(set);
            }
        }
    }
}
