using Pierhead.Simulate.Files;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// Makes a table of the routes of one peer in a dumped RIB (TABLE_DUMP_V2, RFC 6396 section 4.3): their attributes as dumped, but for
/// next hops and what route reflection added, which become the router's own. Of several paths of a prefix the first counts; a
/// route whose attributes leave no room in a message of 4,096 octets is left out.
/// </summary>
internal static class RibTable
{
    /// <summary>Whether a file, plain or gzip, begins as such a dump does.</summary>
    public static bool IsDump(string path)
    {
        using var stream = InputFile.Open(path);
        return new MrtReader(stream).Read(out var record) == MrtStatus.Record && record.Type == MrtType.TableDumpV2;
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

            if (!RibRecord.IsKnown(in record))
            {
                return default;
            }

            var fault = RibRecord.Decode(in record, out var rib);
            while (fault.IsNone && rib.TryRead(out var entry))
            {
                if (_peers is not null && entry.PeerIndex < _peers.Peers.Count)
                {
                    AddEntry(rib.Prefix, in entry, _peers.Peers[entry.PeerIndex].Address);
                }
            }

            return fault;
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

        private void AddEntry(IpPrefix prefix, in RibEntry entry, Ip peer)
        {
            _peer ??= peer;
            if (peer != _peer || !DumpedAttributes.TryCopy(entry.Attributes, _attributes, out var length, out var slot))
            {
                return;
            }

            if (routes.Add(prefix, default))
            {
                (prefix.IsIPv6 ? _setsOfIPv6 : _setsOfIPv4).Add(_sets.Intern(_attributes.AsSpan(0, length), slot));
            }
        }
    }
}
