using System.Globalization;
using System.Text;

namespace Pierhead.Interop.Tests.Node;

/// <summary>A device, or a range of them, as a tenant's file writes it. What is null is left to its default.</summary>
internal sealed record DeviceEntry(string Name, params string[] Addresses)
{
    public uint? Asn { get; init; }

    public string? Password { get; init; }

    public string? Description { get; init; }

    public string? KeepStale { get; init; }

    public int? HoldTime { get; init; }

    public string Families { get; init; } = "ipv4, ipv6";

    public string? AddPath { get; init; }

    /// <summary>An entry of <c>devices</c>; its password is in a file of its own.</summary>
    public string DeviceYaml()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"  - name: {Name}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    addresses: [{string.Join(", ", Addresses.Select(address => $"\"{address}\""))}]");
        if (Description is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    description: \"{Description}\"");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"    bgp: {{ {BgpYaml()} }}");
        return text.ToString();
    }

    /// <summary>An entry of <c>accept</c>; the addresses are its ranges.</summary>
    public string AcceptYaml() =>
        string.Concat(Addresses.Select(range => $"  - {{ from: \"{range}\", max_sessions: 100, bgp: {{ {BgpYaml()} }} }}\n"));

    private string BgpYaml()
    {
        var keys = new List<string> { $"families: [{Families}]" };
        Add("asn", Asn?.ToString(CultureInfo.InvariantCulture));
        Add("password", Password is null ? null : $"\"file:secrets/{Name}\"");
        Add("add_path", AddPath is null ? null : $"[{AddPath}]");
        Add("keep_stale", KeepStale);
        Add("hold_time", HoldTime?.ToString(CultureInfo.InvariantCulture));
        return string.Join(", ", keys);

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                keys.Add($"{key}: {value}");
            }
        }
    }
}
