using System.Globalization;
using System.Text;

namespace Pierhead.Interop.Tests.Node;

/// <summary>A configuration tree of one tenant.</summary>
internal sealed record ConfigTree(uint Asn, params DeviceEntry[] Devices)
{
    public const string Tenant = "acme";

    /// <summary>Entries of <c>accept</c>.</summary>
    public DeviceEntry[] Ranges { get; init; } = [];

    /// <summary>The tenant's file as it stands, in place of one that is made of the entries.</summary>
    public string? TenantFile { get; init; }

    /// <summary>Writes the tree over whatever is there; passwords become files of their own.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "tenants"));
        Directory.CreateDirectory(Path.Combine(folder, "secrets"));
        File.WriteAllText(Path.Combine(folder, "pierhead.yaml"), """
            node: land-1
            bgp: { listen: ["0.0.0.0:179", "[::]:179"], router_id: 192.0.2.254 }
            api: { listen: ["127.0.0.1:8080"] }

            """);
        foreach (var entry in Devices.Concat(Ranges).Where(entry => entry.Password is not null))
        {
            File.WriteAllText(Path.Combine(folder, "secrets", entry.Name), entry.Password);
        }

        var file = Path.Combine(folder, "tenants", $"{Tenant}.yaml");
        if (TenantFile is not null)
        {
            File.WriteAllText(file, TenantFile);
            return;
        }

        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"tenant: {Tenant}");
        text.AppendLine(CultureInfo.InvariantCulture, $"asn: {Asn}");
        AppendList(text, "devices", Devices.Select(entry => entry.DeviceYaml()));
        AppendList(text, "accept", Ranges.Select(entry => entry.AcceptYaml()));
        File.WriteAllText(file, text.ToString());
    }

    private static void AppendList(StringBuilder text, string key, IEnumerable<string> items)
    {
        var all = string.Concat(items);
        if (all.Length > 0)
        {
            text.Append(key).AppendLine(":").Append(all);
        }
    }
}
