using System.Globalization;
using Pierhead.Simulate.Files;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// Makes tables from lists of prefixes: <c>address length asn</c> separated by tabs, as CAIDA's prefix-to-AS files are (of several
/// origins the first counts), or one prefix a line, whose origin is then drawn. Attributes are synthesised; blank lines and
/// those that begin with # are skipped, as is a prefix that was there before.
/// </summary>
internal static class PrefixListTable
{
    private const int DrawnOrigins = 70_000;

    /// <summary>Reads the files; a line that is neither is a <see cref="FormatException"/> that names it.</summary>
    /// <param name="ipv4Most">How many IPv4 prefixes to take at most: the first ones.</param>
    /// <param name="ipv6Most">The same for IPv6.</param>
    public static RouteTable Load(IEnumerable<string> paths, ulong seed, TableView view, int? ipv4Most = null, int? ipv6Most = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var routes = new LoadedRoutes(ipv4Most, ipv6Most);
        var origins = new Lazy<OriginPool>(() => new OriginPool(seed, DrawnOrigins));
        foreach (var path in paths)
        {
            var number = 0;
            foreach (var line in InputFile.Lines(path))
            {
                number++;
                if (line.Length > 0 && line[0] != '#')
                {
                    var (prefix, origin) = Parse(line)
                        ?? throw new FormatException($"{path}:{number}: neither a prefix nor 'address length asn': {line}");
                    routes.Add(prefix, origin ?? Draw(origins.Value, prefix, seed));
                }
            }
        }

        return RouteTableBuilder.Build(routes.IPv4, routes.IPv6, view, seed);
    }

    private static (IpPrefix Prefix, Asn? Origin)? Parse(string line)
    {
        var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 1)
        {
            return IpPrefix.TryParse(fields[0], out var prefix) ? (prefix, null) : null;
        }

        if (fields.Length != 3
            || !Ip.TryParse(fields[0], out var address)
            || !byte.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > address.BitLength
            || !Asn.TryParse(fields[2].Split('_', ',')[0], out var origin))
        {
            return null;
        }

        return (IpPrefix.Create(address, length), origin);
    }

    private static Asn Draw(OriginPool origins, IpPrefix prefix, ulong seed)
    {
        // Neighbours in address mostly belong to the same network: all of a /16, or of a /32 of IPv6.
        var block = prefix.Address.High >> (prefix.IsIPv6 ? 32 : 48);
        var random = new SeededRandom(SeededRandom.Mix(seed, block));
        return origins[origins.DrawRank(ref random)];
    }
}
