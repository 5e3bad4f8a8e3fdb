using System.Collections.Immutable;
using System.Globalization;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Control.Fabric;

/// <summary>Turns <c>fabric.yaml</c> into a plan; the traps that can be seen in the file alone are <see cref="FabricTraps"/>.</summary>
internal sealed class FabricCheck(string directory, ValueReader values, Report report)
{
    private const int LongestInterfaceName = 15;
    /// <summary>As many as second chances are given.</summary>
    private const int MostBefore = 3;

    private const uint UsualMed = 100;
    private const int UsualWeight = 100;
    private const int GreatestWeight = 65535;

    private static readonly ImmutableArray<int> UsualFlowPorts = [2055, 4739, 6343];

    public FabricPlan? Check(FabricConfig fabric)
    {
        var errors = report.ErrorCount;
        var mode = FabricWords.ModeOf(values.Word(fabric.Section["mode"], "mode", FabricWords.All));
        var addresses = Addresses(fabric.Section["addresses"], "addresses");
        var nodes = Machines(fabric.Nodes);
        var balancers = Machines(fabric.Balancers);
        var announce = Announce(fabric.AnnounceKeys, mode);
        var health = Health(fabric.HealthKeys);
        var vrrp = Vrrp(fabric.VrrpKeys);
        var lvs = Lvs(fabric.LvsKeys, nodes);
        var before = Before(fabric.Section["before"]);
        var driver = values.Word(fabric.Section["driver"], "driver", "keepalived", "ucarp") == "ucarp" ? FabricDriver.Ucarp : FabricDriver.Keepalived;
        var ports = values.Set(fabric.Section["flow_ports"], "flow_ports", (node, key) => (int?)values.Number(node, key, 1, ushort.MaxValue));
        if (report.ErrorCount != errors || mode is not { } known)
        {
            return null;
        }

        var plan = new FabricPlan(
            known,
            driver,
            addresses,
            fabric.Section["flow_ports"] is null ? UsualFlowPorts : [.. ports.Select(port => port.Value)],
            announce,
            health,
            vrrp,
            lvs,
            [.. nodes.Select(node => node.Machine)],
            [.. balancers.Select(balancer => balancer.Machine)],
            before);
        new FabricTraps(fabric, plan, report).Find(nodes, balancers);
        return plan;
    }

    /// <summary>Memberships, each as <c>"land-1=100 land-2=50"</c>. A node that is gone may still be named: it is passed over.</summary>
    private ImmutableArray<FabricMembership> Before(Node? node)
    {
        var memberships = ImmutableArray.CreateBuilder<FabricMembership>();
        foreach (var item in values.Items(node, "before"))
        {
            if (values.Text(item, "before") is not { } text)
            {
                continue;
            }

            var weights = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=')).ToList();
            if (weights.All(parts => parts.Length == 2 && parts[0].Length > 0 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var weight) && weight is > 0 and <= GreatestWeight))
            {
                memberships.Add(new FabricMembership([.. weights.Select(parts => (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture)))]));
            }
            else
            {
                report.Error(item, $"`before` names nodes with their weights, such as \"land-1=100 land-2=50\", not {Shown.Name(text)}");
            }
        }

        if (memberships.Count > MostBefore)
        {
            report.Error(node!, $"`before` holds at most {MostBefore} memberships: sessions of older ones are few, and each costs a look at a packet that finds no session");
        }

        return memberships.ToImmutable();
    }

    private ImmutableArray<(Node At, FabricMachine Machine)> Machines(IReadOnlyList<Section> entries)
    {
        var machines = ImmutableArray.CreateBuilder<(Node, FabricMachine)>(entries.Count);
        foreach (var entry in entries)
        {
            machines.Add((entry.At, new FabricMachine(
                values.Name(entry["name"], "name") ?? "",
                Addresses(entry["addresses"], "addresses"),
                Interface(entry["interface"], "interface") ?? "",
                Mac(entry["mac"], "mac") ?? default,
                (int)(values.Number(entry["weight"], "weight", 1, GreatestWeight) ?? UsualWeight),
                (uint)(values.Number(entry["med"], "med", 0, uint.MaxValue) ?? UsualMed),
                values.Flag(entry["drain"], "drain") ?? false)));
        }

        return machines.ToImmutable();
    }

    /// <summary>One address, or one of each family.</summary>
    private ImmutableArray<Ip> Addresses(Node? node, string key)
    {
        var addresses = values.Set<Ip>(node, key, values.SourceAddress);
        var families = new HashSet<bool>();
        foreach (var (at, address) in addresses)
        {
            if (!families.Add(address.IsIPv6))
            {
                report.Error(at, $"`{key}`: {address} is a second address of its family; one of each is what there can be");
            }
        }

        if (node is { IsNull: true } or ListNode { Items.Count: 0 })
        {
            report.Error(node, $"`{key}` needs an address, or one of each family");
        }

        return [.. addresses.Select(address => address.Value).Order()];
    }

    private FabricAnnounce? Announce(Section? keys, FabricMode? mode)
    {
        if (keys is null)
        {
            return null;
        }

        var router = keys.Child("router");
        var bfd = keys["bfd"] is null ? null : keys.Child("bfd");
        var byDefault = mode?.HasBalancers() == false ? "exabgp" : "bird";
        var interval = values.Interval(bfd?["interval"], "interval", TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10)) ?? TimeSpan.FromMilliseconds(100);
        var speaker = (values.Word(keys["speaker"], "speaker", "bird", "exabgp") ?? byDefault) == "bird" ? FabricSpeaker.Bird : FabricSpeaker.Exabgp;

        // ExaBGP speaks no BFD: without a short hold time a machine that is lost would be missed late.
        var holdTime = TimeSpan.FromSeconds(bfd is not null && speaker == FabricSpeaker.Bird ? 9 : 3);
        return new FabricAnnounce(
            speaker,
            values.AsNumber(keys["asn"], "asn") ?? default,
            values.AsNumber(router?["asn"], "asn") ?? default,
            Addresses(router?["addresses"], "addresses"),
            bfd is null ? null : new FabricBfd(interval, (int)(values.Number(bfd["multiplier"], "multiplier", 2, 255) ?? 3)),
            values.HoldTime(keys["hold_time"], "hold_time") ?? holdTime);
    }

    private FabricHealth Health(Section? keys) => new(
        values.Interval(keys?["every"], "every", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)) ?? TimeSpan.FromSeconds(1),
        (int)(values.Number(keys?["fall"], "fall", 1, 100) ?? 2),
        (int)(values.Number(keys?["rise"], "rise", 1, 100) ?? 2),
        (int)(values.Number(keys?["port"], "port", 1, ushort.MaxValue) ?? 8179),
        (int)(values.Number(keys?["floor"], "floor", 0, 1000) ?? 1));

    private FabricVrrp Vrrp(Section? keys)
    {
        string? file = null;
        if (values.Text(keys?["password"], "password") is { } text)
        {
            if (text.StartsWith("file:", StringComparison.Ordinal) && text.Length > 5)
            {
                file = Path.GetFullPath(Path.Combine(directory, text[5..]));
            }
            else
            {
                report.Error(keys!["password"]!, "`password` does not stand in the tree itself, and CARP reads it from a file: write \"file:PATH\"");
            }
        }

        return new FabricVrrp(
            (int)(values.Number(keys?["id"], "id", 1, 255) ?? 10),
            values.Interval(keys?["interval"], "interval", TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(40)) ?? TimeSpan.FromSeconds(1),
            file);
    }

    private FabricLvs Lvs(Section? keys, ImmutableArray<(Node At, FabricMachine Machine)> nodes)
    {
        var sync = keys?.Child("sync");
        var least = nodes.Length == 0 ? 1 : nodes.Min(node => node.Machine.Weight);
        var probe = values.Word(keys?["probe"], "probe", "http", "tcp", "bfd") switch
        {
            "tcp" => FabricProbe.Tcp,
            "bfd" => FabricProbe.Bfd,
            _ => FabricProbe.Http,
        };
        return new FabricLvs(
            (int)(values.Number(keys?["quorum"], "quorum", 1, int.MaxValue) ?? least),
            probe,
            Threshold(sync?["threshold"]) ?? (0, 0),
            values.Duration(sync?["refresh"], "refresh") ?? TimeSpan.FromSeconds(60),
            (int)(values.Number(sync?["retries"], "retries", 0, 8) ?? 2),
            values.Duration(keys?["timeout"], "timeout") ?? TimeSpan.FromHours(2));
    }

    /// <summary>Two numbers, as the kernel writes them.</summary>
    private (int First, int Period)? Threshold(Node? node)
    {
        if (values.Text(node, "threshold") is not { } text)
        {
            return null;
        }

        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var period))
        {
            return (first, period);
        }

        report.Error(node!, $"`threshold` is two numbers such as \"0 0\" (net.ipv4.vs.sync_threshold), not {Shown.Name(text)}");
        return null;
    }

    private string? Interface(Node? node, string key)
    {
        if (values.Text(node, key) is not { } text)
        {
            return null;
        }

        if (text.Length <= LongestInterfaceName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@'))
        {
            return text;
        }

        report.Error(node!, $"`{key}` is the name of an interface, of at most {LongestInterfaceName} characters, not {Shown.Name(text)}");
        return null;
    }

    private MacAddress? Mac(Node? node, string key)
    {
        if (values.Text(node, key) is not { } text)
        {
            return null;
        }

        if (!MacAddress.TryParse(text, out var mac))
        {
            report.Error(node!, $"`{key}` is a hardware address such as \"02:00:00:00:00:15\", not {Shown.Name(text)}");
            return null;
        }

        if (mac.IsGroup || mac.Value == 0)
        {
            report.Error(node!, $"`{key}` cannot be {mac}: that is no machine's address");
            return null;
        }

        return mac;
    }
}
