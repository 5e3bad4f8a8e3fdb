using System.CommandLine;
using System.Globalization;
using System.Net;
using Pierhead.Model.Snapshot;
using Pierhead.Simulate;
using Pierhead.Wire.Net;

namespace Pierhead.Commands;

/// <summary>The words of <c>pierhead simulate</c> and what they mean; <see cref="SimulateOptions"/> tells more of each.</summary>
internal sealed class SimulateWords
{
    private readonly Option<IPEndPoint> _target =
        EndpointOption.Create("--target", "The daemon to connect to.", new IPEndPoint(IPAddress.Loopback, 179));

    private readonly Option<int> _routers = new("--routers") { Description = "How many routers.", HelpName = "N", DefaultValueFactory = _ => 1 };

    private readonly Option<IPAddress> _from = new("--from")
    {
        Description = "Local address of the first router; each next router connects from the next address.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => IPAddress.Parse("127.1.0.1"),
        CustomParser = Parsed((string text, out IPAddress value) => IPAddress.TryParse(text, out value!), "an address"),
    };

    private readonly Option<Asn?> _asn = new("--asn")
    {
        Description = "AS of the routers (default: the recording's, else 64500).",
        HelpName = "ASN",
        CustomParser = Parsed((string text, out Asn? value) => Nullable(Asn.TryParse(text, out var asn), asn, out value), "an AS number"),
    };

    private readonly Option<TimeSpan?> _hold = new("--hold-time")
    {
        Description = "Hold time offered, in seconds (default: the recording's, else 90).",
        HelpName = "SECONDS",
        CustomParser = Parsed((string text, out TimeSpan? value) => Seconds(text, out value), "a number of seconds"),
    };

    private readonly Option<ulong> _seed = new("--seed") { Description = "The table's seed: the same seed makes the same table.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _csv = new("--asn-csv") { Description = "Table from asn-ipv4.csv / asn-ipv6.csv (or their folder) of the npm package @ip-location-db/asn.", HelpName = "PATH" };
    private readonly Option<string[]> _prefixes = new("--prefixes") { Description = "Table from a file of prefixes, plain or gzip: 'address length asn' or one prefix a line.", HelpName = "FILE", DefaultValueFactory = _ => [] };
    private readonly Option<int?> _ipv4 = new("--ipv4") { Description = "IPv4 routes of the table (default: 1,000,000, or all of a file).", HelpName = "N" };
    private readonly Option<int?> _ipv6 = new("--ipv6") { Description = "IPv6 routes of the table (default: 200,000, or all of a file).", HelpName = "N" };
    private readonly Option<int?> _sliceIPv4 = new("--slice-ipv4") { Description = "IPv4 routes that each router announces, each its own part of the table.", HelpName = "N" };
    private readonly Option<int?> _sliceIPv6 = new("--slice-ipv6") { Description = "IPv6 routes that each router announces, likewise.", HelpName = "N" };
    private readonly Option<double> _overlap = new("--overlap") { Description = "Share of a router's part that the next one announces too, 0 to 1.", HelpName = "SHARE", DefaultValueFactory = _ => 0 };
    private readonly Option<int> _nextHops = new("--next-hops") { Description = "Next hops that each router has of its own.", HelpName = "N", DefaultValueFactory = _ => 8 };
    private readonly Option<bool> _reflected = new("--reflected") { Description = "Routes carry ORIGINATOR_ID and CLUSTER_LIST." };
    private readonly Option<double> _churn = new("--churn") { Description = "Route changes a second, of each router.", HelpName = "N", DefaultValueFactory = _ => 0 };
    private readonly Option<TimeSpan?> _flap = new("--flap") { Description = "Every so many seconds a router drops its session and comes back.", HelpName = "SECONDS", CustomParser = Parsed((string text, out TimeSpan? value) => Seconds(text, out value), "a number of seconds") };
    private readonly Option<double> _withdraw = new("--withdraw") { Description = "Share of its routes that each router withdraws after it announced all, 0 to 1.", HelpName = "SHARE", DefaultValueFactory = _ => 0 };
    private readonly Option<string?> _password = new("--password") { Description = "TCP MD5 key, as file:PATH or env:NAME.", HelpName = "file:PATH|env:NAME" };
    private readonly Option<bool> _extended = new("--extended-messages") { Description = "Offer extended messages (RFC 8654)." };
    private readonly Option<bool> _noReconnect = new("--no-reconnect") { Description = "A router whose session ends does not come back." };
    private readonly Option<string?> _mrt = new("--mrt") { Description = "An MRT file, plain or gzip: recorded updates are replayed as the router they are of, a dumped RIB is announced as a table.", HelpName = "FILE" };
    private readonly Option<Ip?> _mrtPeer = new("--peer") { Description = "The peer of the MRT file whose updates or routes are taken (default: the first).", HelpName = "ADDRESS", CustomParser = Parsed((string text, out Ip? value) => Nullable(Ip.TryParse(text, out var ip), ip, out value), "an address") };
    private readonly Option<double?> _pace = new("--pace") { Description = "How fast: 1 as it was recorded, 2 twice that (default: as fast as it is taken).", HelpName = "FACTOR" };

    /// <summary>End once all is announced.</summary>
    public Option<bool> Once { get; } = new("--once") { Description = "End as soon as everything is announced." };

    private delegate bool TryParse<T>(string text, out T value);

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _target, _routers, _from, _asn, _hold, _seed, _csv, _prefixes, _ipv4, _ipv6, _sliceIPv4, _sliceIPv6, _overlap, _nextHops, _reflected,
            _churn, _flap, _withdraw, _password, _extended, _noReconnect, _mrt, _mrtPeer, _pace, Once,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>Reads the words; a password that cannot be read is an <see cref="ArgumentException"/> or <see cref="IOException"/>.</summary>
    public SimulateOptions Read(ParseResult parsed, Func<string, string?> environment) => new()
    {
        Target = parsed.GetValue(_target)!,
        Routers = parsed.GetValue(_routers),
        FirstLocalAddress = parsed.GetValue(_from)!,
        Asn = parsed.GetValue(_asn),
        HoldTime = parsed.GetValue(_hold),
        Seed = parsed.GetValue(_seed),
        AsnCsv = parsed.GetValue(_csv),
        PrefixFiles = parsed.GetValue(_prefixes)!,
        IPv4Count = parsed.GetValue(_ipv4),
        IPv6Count = parsed.GetValue(_ipv6),
        SliceIPv4 = parsed.GetValue(_sliceIPv4),
        SliceIPv6 = parsed.GetValue(_sliceIPv6),
        Overlap = parsed.GetValue(_overlap),
        NextHops = parsed.GetValue(_nextHops),
        Reflected = parsed.GetValue(_reflected),
        ChurnPerSecond = parsed.GetValue(_churn),
        FlapInterval = parsed.GetValue(_flap),
        WithdrawShare = parsed.GetValue(_withdraw),
        Md5Key = Password(parsed.GetValue(_password), environment),
        ExtendedMessages = parsed.GetValue(_extended),
        Reconnect = !parsed.GetValue(_noReconnect),
        MrtFile = parsed.GetValue(_mrt),
        MrtPeer = parsed.GetValue(_mrtPeer),
        Pace = parsed.GetValue(_pace),
    };

    // Never the password itself: words are seen by everyone who can list processes.
    private static Secret? Password(string? text, Func<string, string?> environment) => text switch
    {
        null => null,
        _ when text.StartsWith("file:", StringComparison.Ordinal) => new Secret(File.ReadAllText(text[5..]).TrimEnd('\r', '\n')),
        _ when text.StartsWith("env:", StringComparison.Ordinal) => new Secret(
            environment(text[4..]) ?? throw new ArgumentException($"--password: the environment has no {text[4..]}.")),
        _ => throw new ArgumentException("--password takes file:PATH or env:NAME, never the password itself."),
    };

    private static Func<System.CommandLine.Parsing.ArgumentResult, T> Parsed<T>(TryParse<T> tryParse, string what) => result =>
    {
        if (result.Tokens is [{ Value: var text }] && tryParse(text, out var value))
        {
            return value;
        }

        result.AddError($"'{string.Join(' ', result.Tokens.Select(token => token.Value))}' is not {what}.");
        return default!;
    };

    private static bool Nullable<T>(bool ok, T read, out T? value)
        where T : struct
    {
        value = ok ? read : null;
        return ok;
    }

    private static bool Seconds(string text, out TimeSpan? value) => Nullable(
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e6,
        TimeSpan.FromSeconds(seconds < 1e6 ? seconds : 0),
        out value);
}
