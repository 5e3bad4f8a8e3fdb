using Pierhead.Control.Announcements;
using Pierhead.Wire.Bgp;
using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>The file of <c>serve --announce</c>, over the good tree.</summary>
public sealed class AnnouncementFileTests
{
    private const string Good = """
        announcements:
          - { tenant: acme, device: edge1.ams1, prefix: 192.0.2.66/32, next_hop: 192.0.2.254, local_pref: 200, med: 5, communities: ["64500:666", "65535:666"], large_communities: ["64500:7:8"] }
          - { tenant: acme, device: edge1.ams1, prefix: "2001:db8::66/128", next_hop: "2001:db8::1", extended_communities: ["rt:64500:1"] }
          - { tenant: acme, device: edge1.ams1, rule: "destination 192.0.2.66/32 protocol =17", extended_communities: ["traffic-rate-bytes:0:0"] }
          - { tenant: globex, device: edge1.ams1, rule: "destination 2001:db8::66/128 protocol =17", family: ipv6-flowspec }

        """;

    public static readonly TheoryData<string, string, string> Rows = new()
    {
        { "announcements:", "announcement:", "1: unknown key `announcement`; did you mean `announcements`?" },
        { "device: edge1.ams1, prefix: 192.0.2.66/32", "device: edge7.ams1, prefix: 192.0.2.66/32", "2: there is no device `edge7.ams1` of tenant `acme`" },
        { "tenant: globex", "tenant: initech", "5: there is no device `edge1.ams1` of tenant `initech`" },
        { "tenant: globex, ", "", "5: an announcement needs `tenant`" },
        { "prefix: 192.0.2.66/32", "prefix: 192.0.2.66/24", "2: `prefix`: 192.0.2.66/24 has bits set after its length; write 192.0.2.0/24" },
        { "prefix: 192.0.2.66/32, ", "", "2: an announcement has either `prefix` or `rule`" },
        { "prefix: 192.0.2.66/32", "prefix: 192.0.2.66/32, rule: \"protocol =17\"", "2: an announcement has either `prefix` or `rule`" },
        { "next_hop: 192.0.2.254, ", "", "2: a `prefix` needs a `next_hop`" },
        { "next_hop: 192.0.2.254", "next_hop: here", "2: `next_hop`: `here` is not an IP address" },
        { "next_hop: \"2001:db8::1\"", "next_hop: 192.0.2.254", "3: `next_hop` of 2001:db8::66/128 is an IPv6 address" },
        { "prefix: 192.0.2.66/32", "prefix: 192.0.2.66/32, family: ipv4-flowspec", "2: `family` goes with `rule`; a `prefix` says of itself whether it is IPv4 or IPv6" },
        { "rule: \"destination 192.0.2.66/32 protocol =17\"", "rule: \"destination 192.0.2.66/32 protocol =17\", next_hop: 192.0.2.1", "4: `next_hop` goes with `prefix`; a `rule` has none" },
        { "family: ipv6-flowspec", "family: ipv6", "5: `family` is one of `ipv4-flowspec`, `ipv6-flowspec`, not `ipv6`" },
        { "66/32 protocol =17", "66/32 protocol 17", "4: `rule`: " },
        { "destination 192.0.2.66/32 protocol =17", "protocol =17 destination 192.0.2.66/32", "4: `rule`: 'destination' stands after 'protocol'; components come once each, in the order of their types" },
        { "local_pref: 200", "local_pref: much", "2: `local_pref` is a number from 0 to 4294967295, not `much`" },
        { "med: 5", "med: -1", "2: `med` is a number from 0 to 4294967295, not `-1`" },
        { "\"64500:666\", ", "\"64500:666:1\", ", "2: `communities`: `64500:666:1` is not one such as 64500:666" },
        { "\"64500:7:8\"", "\"64500:7\"", "2: `large_communities`: `64500:7` is not one such as 64500:7:8" },
        { "\"rt:64500:1\"", "\"target:64500:1\"", "3: `extended_communities`: `target:64500:1` is not one such as traffic-rate-bytes:0:0" },
        { "[\"rt:64500:1\"]", "\"rt:64500:1\"", "3: `extended_communities` is a list, not a single value; write it in brackets: `extended_communities: [...]`" },
        { "med: 5", "metric: 5", "2: unknown key `metric`; " },
    };

    [Fact]
    public void Load_GoodFile_GivesEveryRouteAndRule()
    {
        using var folder = ConfigFolder.Good();
        var result = Load(folder, Good);
        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "acme/edge1.ams1 IPv4 192.0.2.66/32  via 192.0.2.254 pref 200 med 5: 64500:666 65535:666 64500:7:8",
                "acme/edge1.ams1 IPv6 2001:db8::66/128  via 2001:db8::1 pref  med : rt:64500:1",
                "acme/edge1.ams1 IPv4Flowspec  destination 192.0.2.66/32 protocol =17 via  pref  med : traffic-rate-bytes:0:0",
                "globex/edge1.ams1 IPv6Flowspec  destination 2001:db8::66/128 protocol =17 via  pref  med : ",
            ],
            result.Routes.Select(route =>
                $"{route.Device} {route.Family} {route.Prefix} {route.Rule} via {route.NextHop} pref {route.Attributes.LocalPref} med {route.Attributes.Med}: "
                + string.Join(' ', [.. route.Attributes.Communities, .. route.Attributes.LargeCommunities, .. route.Attributes.ExtendedCommunities])));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Load_Mistake_GivesOneLineAndNoRoute(string from, string to, string line)
    {
        Assert.Equal(2, Good.Split(from).Length);
        using var folder = ConfigFolder.Good();
        var result = Load(folder, Good.Replace(from, to, StringComparison.Ordinal));
        Assert.StartsWith($"announce.yaml:{line}", ShortName(folder, Assert.Single(result.Errors)), StringComparison.Ordinal);
        Assert.Empty(result.Routes);
    }

    [Fact]
    public void Load_ManyMistakes_FindsThemAllInOneRun()
    {
        using var folder = ConfigFolder.Good();
        var text = Good
            .Replace("next_hop: 192.0.2.254, ", "", StringComparison.Ordinal)
            .Replace("\"rt:64500:1\"", "\"nothing\"", StringComparison.Ordinal)
            .Replace("family: ipv6-flowspec", "family: ipv7", StringComparison.Ordinal);
        Assert.Equal([2, 3, 5], Load(folder, text).Errors.Select(error => error.Line));
    }

    [Fact]
    public void Load_NoSuchFile_IsAnErrorWithItsName()
    {
        using var folder = ConfigFolder.Good();
        var path = Path.Combine(folder.Root, "nowhere.yaml");
        var error = Assert.Single(AnnouncementFile.Load(path, folder.Load().Configuration!).Errors);
        Assert.StartsWith(path, error.ToString(), StringComparison.Ordinal);
    }

    private static AnnouncementResult Load(ConfigFolder folder, string text)
    {
        folder.Write("announce.yaml", text);
        return AnnouncementFile.Load(Path.Combine(folder.Root, "announce.yaml"), folder.Load().Configuration!);
    }

    private static string ShortName(ConfigFolder folder, ConfigError error) =>
        error.ToString().Replace(folder.Root + "/", "", StringComparison.Ordinal);
}
