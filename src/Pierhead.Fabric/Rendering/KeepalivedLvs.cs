using System.Globalization;
using System.Text;
using Pierhead.Fabric.Applying;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Rendering;

/// <summary>IPVS in direct-return mode by keepalived: Maglev over the source address, checks of every node, and entries shared between balancers.</summary>
internal static class KeepalivedLvs
{
    private const int SyncId = 51;
    private const int SyncPort = 8848;
    private const int FinSeconds = 60;
    private const int UdpSeconds = 300;

    public static IEnumerable<Resource> Resources(RenderPlace place)
    {
        var lvs = place.Plan.Lvs;
        yield return new SysctlResource("net/ipv4/vs/sync_threshold", $"{lvs.SyncThreshold.First} {lvs.SyncThreshold.Period}");
        yield return new SysctlResource("net/ipv4/vs/sync_refresh_period", Seconds(lvs.SyncRefresh));
        yield return new SysctlResource("net/ipv4/vs/sync_retries", lvs.SyncRetries.ToString(CultureInfo.InvariantCulture));

        // A node that is gone resets its sessions at once instead of leaving them to the hold timer.
        yield return new SysctlResource("net/ipv4/vs/expire_nodest_conn", "1");

        // A balancer that has no entry places a packet in mid-session where the other one would.
        yield return new SysctlResource("net/ipv4/vs/sloppy_tcp", "1");
        yield return new SysctlResource("net/ipv4/vs/conn_reuse_mode", "1");
        yield return new SysctlResource("net/ipv4/vs/schedule_icmp", "1");
        var text = Text(place);
        var path = place.PathOf("keepalived.conf");
        yield return new FileResource(path, text);
        yield return KeepalivedVrrp.Daemon(place, path, text, "--check");
    }

    private static string Text(RenderPlace place)
    {
        var lvs = place.Plan.Lvs;
        var text = new StringBuilder();
        text.AppendLine("# Rendered by `pierhead fabric`: change fabric.yaml instead.");
        text.AppendLine("global_defs {");
        text.AppendLine(CultureInfo.InvariantCulture, $"    router_id {place.Machine.Name}");
        text.AppendLine("    enable_script_security");
        text.AppendLine("    script_user root");
        text.AppendLine(CultureInfo.InvariantCulture, $"    lvs_sync_daemon {place.Machine.Interface} id {SyncId} port {SyncPort} ttl 1 group 224.0.0.81");
        text.AppendLine(CultureInfo.InvariantCulture, $"    lvs_timeouts tcp {Seconds(lvs.Timeout)} tcpfin {FinSeconds} udp {UdpSeconds}");
        text.AppendLine("}");
        foreach (var floating in place.Plan.Addresses)
        {
            VirtualServer(text, place, floating, FabricPlan.BgpPort, "TCP");
            foreach (var port in place.Plan.FlowPorts)
            {
                VirtualServer(text, place, floating, port, "UDP");
            }
        }

        return text.ToString();
    }

    private static void VirtualServer(StringBuilder text, RenderPlace place, Ip floating, int port, string protocol)
    {
        var plan = place.Plan;
        text.AppendLine(CultureInfo.InvariantCulture, $"virtual_server {floating} {port} {{");
        text.AppendLine(CultureInfo.InvariantCulture, $"    delay_loop {plan.Health.Every.TotalSeconds:0.##}");

        // The source port stays out of the hash: a router that comes again finds its warm table.
        text.AppendLine("    lb_algo mh");
        text.AppendLine("    mh-fallback");
        text.AppendLine("    lb_kind DR");
        text.AppendLine(CultureInfo.InvariantCulture, $"    protocol {protocol}");
        text.AppendLine("    alpha");
        if (port == FabricPlan.BgpPort)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    quorum {plan.Lvs.Quorum}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    quorum_up \"{place.Executable} vipcontrol set --up --run {place.Run}\"");
            text.AppendLine(CultureInfo.InvariantCulture, $"    quorum_down \"{place.Executable} vipcontrol set --down --run {place.Run}\"");
        }

        foreach (var node in plan.Nodes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    real_server {node.AddressOf(floating.IsIPv6)} {port} {{");
            text.AppendLine(CultureInfo.InvariantCulture, $"        weight {node.NewWeight}");

            // A node that looks bad gets weight 0: what it has goes on.
            text.AppendLine("        inhibit_on_failure");
            Check(text, plan);
            text.AppendLine("    }");
        }

        text.AppendLine("}");
    }

    private static void Check(StringBuilder text, FabricPlan plan)
    {
        var isHttp = plan.Lvs.Probe == FabricProbe.Http;
        text.AppendLine(isHttp ? "        HTTP_GET {" : "        TCP_CHECK {");
        if (isHttp)
        {
            text.AppendLine("            url {");
            text.AppendLine("                path /healthz");
            text.AppendLine("                status_code 200");
            text.AppendLine("            }");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"            connect_port {plan.Health.Port}");
        text.AppendLine("            connect_timeout 1");
        text.AppendLine(CultureInfo.InvariantCulture, $"            retry {plan.Health.Fall - 1}");
        text.AppendLine(CultureInfo.InvariantCulture, $"            delay_before_retry {Math.Max(1, plan.Health.Every.TotalSeconds):0}");
        text.AppendLine("        }");
    }

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
