using Pierhead.Simulate.Files;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// Makes tables from the files of the npm package @ip-location-db/asn: lines of <c>range_start,range_end,asn,name</c>. A range becomes
/// the prefixes that cover it exactly; attributes are synthesised.
/// </summary>
internal static class AsnCsvTable
{
    private static readonly string[] Names = ["asn-ipv4.csv", "asn-ipv6.csv"];

    /// <summary>Reads a file, or the package's two files of a folder; a line that is none is a <see cref="FormatException"/> that names it.</summary>
    public static RouteTable Load(string path, ulong seed, TableView view, int? ipv4Most = null, int? ipv6Most = null)
    {
        var routes = new LoadedRoutes(ipv4Most, ipv6Most);
        foreach (var file in FilesOf(path))
        {
            var number = 0;
            foreach (var line in InputFile.Lines(file))
            {
                number++;
                if (!TryAdd(line, routes))
                {
                    throw new FormatException($"{file}:{number}: not 'range_start,range_end,asn,name': {line}");
                }
            }
        }

        return RouteTableBuilder.Build(routes.IPv4, routes.IPv6, view, seed);
    }

    private static string[] FilesOf(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files = [.. Names.Select(name => Path.Combine(path, name)).Where(File.Exists)];
        return files.Length > 0 ? files : throw new FileNotFoundException($"{path} holds neither {Names[0]} nor {Names[1]}");
    }

    private static bool TryAdd(string line, LoadedRoutes routes)
    {
        var fields = line.Split(',', 4);
        if (fields.Length < 3
            || !Ip.TryParse(fields[0], out var first)
            || !Ip.TryParse(fields[1], out var last)
            || !Asn.TryParse(fields[2], out var origin)
            || first.IsIPv6 != last.IsIPv6
            || first > last)
        {
            return false;
        }

        foreach (var prefix in AddressRange.Split(first, last))
        {
            routes.Add(prefix, origin);
        }

        return true;
    }
}
