using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Pierhead.Routing;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;

namespace Pierhead.Web.Api;

/// <summary>The filters of <c>GET /api/v1/routes</c>, read from their text.</summary>
internal sealed partial class RouteQuery
{
    private const int LongestPattern = 200;

    private RouteQuery(RouteFilter filter, Family? family)
    {
        Filter = filter;
        Family = family;
    }

    public RouteFilter Filter { get; }

    public Family? Family { get; }

    /// <summary>The same in a VPN, by its route distinguishers; null for no VPN in particular.</summary>
    public RouteQuery In(IReadOnlyCollection<RouteDistinguisher>? distinguishers) =>
        distinguishers is null ? this : new RouteQuery(Filter with { Distinguishers = distinguishers }, Family);

    public bool Includes(Family family) => (Family is null || Family == family) && Filter.CanMatch(family);

    public static (RouteQuery? Query, IResult? Problem) Read(string? prefix, string? match, string? family, string? asPath, string? community)
    {
        if (!TryReadMatch(match, out var kind))
        {
            return (null, Problems.BadParameter("match", "It is one of: exact, longest, longer."));
        }

        IpPrefix? parsedPrefix = null;
        if (prefix is not null)
        {
            if (!TryReadPrefix(prefix, out var read))
            {
                return (null, Problems.BadParameter("prefix", $"'{prefix}' is not a prefix such as 198.51.100.0/24 or 2001:db8::/32, host bits zero."));
            }

            parsedPrefix = read;
        }
        else if (match is not null)
        {
            return (null, Problems.BadParameter("match", "It says how 'prefix' is meant, which is missing."));
        }

        Family? parsedFamily = null;
        if (family is not null)
        {
            if (!Families.TryParse(family, out var row))
            {
                return (null, Problems.BadParameter("family", $"It is one of: {string.Join(", ", Families.Rows.Select(r => r.Name))}."));
            }

            parsedFamily = row;
        }

        if (!TryReadPattern(asPath, out var pattern, out var complaint))
        {
            return (null, Problems.BadParameter("as_path", complaint));
        }

        if (community is not null && !CommunityText().IsMatch(community) && !ExtendedCommunity.TryParse(community, out _))
        {
            return (null, Problems.BadParameter(
                "community", $"'{community}' is not a community: 64500:1001, large 64500:7:8, or extended rt:64500:1 and 0x with 16 digits."));
        }

        return (new RouteQuery(new RouteFilter(parsedPrefix, kind, pattern, community), parsedFamily), null);
    }

    /// <summary>The canonical texts of communities, plain and large: what is compared is the text.</summary>
    [GeneratedRegex(@"^(?:0|[1-9][0-9]{0,9})(?::(?:0|[1-9][0-9]{0,9})){1,2}\z")]
    private static partial Regex CommunityText();

    private static bool TryReadMatch(string? text, out PrefixMatch match)
    {
        match = text switch
        {
            "longest" => PrefixMatch.Longest,
            "longer" => PrefixMatch.Longer,
            _ => PrefixMatch.Exact,
        };
        return text is null or "exact" or "longest" or "longer";
    }

    private static bool TryReadPrefix(string text, out IpPrefix prefix)
    {
        if (Ip.TryParse(text, out var address))
        {
            prefix = IpPrefix.Create(address, address.BitLength);
            return true;
        }

        return IpPrefix.TryParse(text, out prefix);
    }

    /// <summary>
    /// A regular expression over the path's text in which <c>_</c> stands for a boundary between AS numbers, as in the routers'
    /// own command lines. Run without backtracking, so that no pattern can hold up a request.
    /// </summary>
    private static bool TryReadPattern(string? text, out Regex? pattern, out string complaint)
    {
        pattern = null;
        complaint = string.Empty;
        if (text is null)
        {
            return true;
        }

        if (text.Length > LongestPattern)
        {
            complaint = $"It is longer than {LongestPattern} characters.";
            return false;
        }

        try
        {
            pattern = new Regex(
                text.Replace("_", @"(?:^|$|[ {}()\[\],])", StringComparison.Ordinal),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            complaint = $"'{text}' is not a regular expression over AS paths, such as _3356_ or ^64500: {exception.Message}";
            return false;
        }
    }
}
