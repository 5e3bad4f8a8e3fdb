using System.Collections.Immutable;
using Pierhead.Control.Yaml;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Control.Fabric;

/// <summary>What is well written, and would not work: each of these took a network down once.</summary>
internal sealed class FabricTraps(FabricConfig fabric, FabricPlan plan, Report report)
{
    public void Find(ImmutableArray<(Node At, FabricMachine Machine)> nodes, ImmutableArray<(Node At, FabricMachine Machine)> balancers)
    {
        ApartFromEachOther([.. nodes, .. balancers]);
        Enough(nodes, balancers);
        FamiliesOnEveryMachine([.. nodes, .. balancers]);
        Announcing();
        if (plan.Mode == FabricMode.ActiveBackup)
        {
            Carp();
        }

        if (plan.Mode == FabricMode.DirectReturnLvs)
        {
            Ipvs(nodes);
        }
    }

    private static string Word(FabricMode mode) => $"`{mode.Word()}`";

    private void ApartFromEachOther(ImmutableArray<(Node At, FabricMachine Machine)> machines)
    {
        var names = new Dictionary<string, Node>(StringComparer.Ordinal);
        var macs = new Dictionary<MacAddress, (string Name, Node At)>();
        var addresses = new Dictionary<Ip, string>();
        foreach (var floating in plan.Addresses)
        {
            addresses[floating] = "the floating address";
        }

        foreach (var router in plan.Announce?.Routers ?? [])
        {
            if (!addresses.TryAdd(router, "the router"))
            {
                report.Error(fabric.At("announce"), $"{router} is the router's address and the floating address: they must differ");
            }
        }

        foreach (var (at, machine) in machines)
        {
            if (!names.TryAdd(machine.Name, at))
            {
                report.Error(at, $"{Shown.Name(machine.Name)} is defined twice; the other is at {names[machine.Name].Place}");
            }

            if (!macs.TryAdd(machine.Mac, (machine.Name, at)))
            {
                var (name, place) = macs[machine.Mac];
                report.Error(at, $"`mac` {machine.Mac} of {Shown.Name(machine.Name)} is also that of {Shown.Name(name)} ({place.Place}): frames would reach one of the two only");
            }

            foreach (var address in machine.Addresses)
            {
                if (!addresses.TryAdd(address, Shown.Name(machine.Name)))
                {
                    report.Error(at, $"{address} of {Shown.Name(machine.Name)} overlaps: it is also the address of {addresses[address]}");
                }
            }
        }
    }

    private void Enough(ImmutableArray<(Node At, FabricMachine Machine)> nodes, ImmutableArray<(Node At, FabricMachine Machine)> balancers)
    {
        if (nodes.Length == 1)
        {
            report.Error(nodes[0].At, "there is one node only: when it is lost nothing is left; name a second one");
        }

        if (nodes.Length == 0)
        {
            report.Error(fabric.At("nodes"), "`nodes` is empty: nobody would take the sessions");
        }
        else if (nodes.All(node => node.Machine.IsDrained))
        {
            report.Error(nodes[0].At, "every node is drained: no new session could land; take `drain` from one");
        }

        if (!plan.Mode.HasBalancers())
        {
            return;
        }

        if (balancers.Length == 0)
        {
            report.Error(fabric.At("balancers"), $"the mode {Word(plan.Mode)} needs `balancers`");
        }
        else if (balancers.Length == 1)
        {
            report.Warn(balancers[0].At, "there is one balancer only: when it is lost nobody reaches the nodes; name a second one");
        }

        foreach (var (at, balancer) in balancers)
        {
            if (balancer.IsDrained)
            {
                report.Error(at, $"`drain` is for nodes; take sessions from the balancer {Shown.Name(balancer.Name)} by a higher `med`");
            }
        }
    }

    private void FamiliesOnEveryMachine(ImmutableArray<(Node At, FabricMachine Machine)> machines)
    {
        foreach (var floating in plan.Addresses)
        {
            foreach (var (at, machine) in machines)
            {
                if (machine.AddressOf(floating.IsIPv6) is null)
                {
                    report.Error(at, $"{Shown.Name(machine.Name)} has no {Family(floating.IsIPv6)} address, but {floating} has to reach it");
                }
            }

            if (plan is { Mode: not FabricMode.ActiveBackup, Announce: { } announce } && announce.Routers.All(router => router.IsIPv6 != floating.IsIPv6))
            {
                report.Error(fabric.At("announce"), $"`router` has no {Family(floating.IsIPv6)} address, but {floating} has to be announced with a next hop that it can reach");
            }
        }

        if (plan.Announce is { } both)
        {
            foreach (var router in both.Routers.Where(router => plan.AddressOf(router.IsIPv6) is null))
            {
                report.Warn(fabric.At("announce"), $"{router} is not used: no floating address is of its family");
            }
        }
    }

    private void Announcing()
    {
        if (plan.Announce is not { } announce)
        {
            if (plan.Mode.IsAnnounced())
            {
                report.Error(fabric.Section.At, $"the mode {Word(plan.Mode)} needs `announce`");
            }

            return;
        }

        if (plan.Mode == FabricMode.ActiveBackup)
        {
            report.Warn(fabric.At("announce"), "not used in the mode `active-backup`: the address is held on the link itself");
            return;
        }

        if (announce is { Speaker: FabricSpeaker.Exabgp, Bfd: not null })
        {
            report.Warn(
                fabric.At("announce"),
                $"ExaBGP speaks no BFD: a machine that is lost is found by the hold time of {announce.HoldTime.TotalSeconds:0} s; `speaker: bird` has it");
        }

        if (plan.Mode.HasBalancers() && announce.Speaker == FabricSpeaker.Exabgp)
        {
            report.Error(fabric.At("announce"), $"`speaker: exabgp` is for the announced modes; balancers of {Word(plan.Mode)} announce by BIRD, with BFD");
        }

        if (announce.HoldTime == TimeSpan.Zero)
        {
            report.Error(fabric.At("announce"), "`hold_time: 0` sends no keepalives: a machine that is lost would keep the address for ever");
        }

        foreach (var twin in plan.Front.GroupBy(machine => machine.Med).Where(group => group.Count() > 1))
        {
            // Equal cost: the router may send one session's packets by either.
            report.Warn(
                fabric.At(plan.Mode.HasBalancers() ? "balancers" : "nodes"),
                $"{string.Join(" and ", twin.Select(machine => Shown.Name(machine.Name)))} have the same `med` {twin.Key}: which one the router takes is chance, and it may take both");
        }
    }

    private void Carp()
    {
        if (plan.Driver != FabricDriver.Ucarp)
        {
            return;
        }

        if (plan.AddressOf(isIPv6: true) is { } address)
        {
            report.Error(fabric.At("driver"), $"`driver: ucarp` speaks IPv4 only, and {address} is IPv6; use `keepalived`, or leave the address out");
        }

        if (plan.Vrrp.PasswordFile is null)
        {
            report.Error(fabric.At("driver"), "`driver: ucarp` needs `vrrp: { password: \"file:PATH\" }`, the same on every node");
        }
    }

    private void Ipvs(ImmutableArray<(Node At, FabricMachine Machine)> nodes)
    {
        var at = fabric.LvsKeys?["quorum"] ?? fabric.At("lvs");
        var all = nodes.Sum(node => (long)node.Machine.NewWeight);
        if (plan.Lvs.Quorum > all)
        {
            report.Error(at, $"`quorum` {plan.Lvs.Quorum} can never be met: it counts units of weight, and all nodes together have {all}; the address would never be announced");
        }

        if (plan.Lvs.Probe == FabricProbe.Bfd)
        {
            var speaks = plan.Announce?.Bfd is not null;
            report.Error(
                fabric.LvsKeys?["probe"] ?? at,
                speaks
                    ? "`probe: bfd` and `announce: bfd` are two BFD speakers on one port (UDP 3784): keepalived's would end with bind() error 98 and take keepalived with it; use `probe: http`"
                    : "`probe: bfd`: no node speaks BFD; use `probe: http`, which asks each node how it is");
        }

        var threshold = plan.Lvs.SyncThreshold;
        if (threshold != (0, 0))
        {
            report.Error(
                fabric.LvsKeys?.Child("sync")?["threshold"] ?? at,
                $"`threshold` \"{threshold.First} {threshold.Period}\" counts packets, and an idle BGP session sends one a minute: its copy on the other balancer expires before it is refreshed; use \"0 0\" with `refresh`");
        }

        if (plan.Lvs.SyncRefresh <= TimeSpan.Zero || plan.Lvs.SyncRefresh * 2 > plan.Lvs.Timeout)
        {
            report.Error(at, $"`refresh` must be more than 0 and at most half of `timeout` ({plan.Lvs.Timeout.TotalSeconds:0} s), or copies expire between two");
        }
    }

    private static string Family(bool isIPv6) => isIPv6 ? "IPv6" : "IPv4";
}
