using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Rendering;

/// <summary>For which machine the plan is rendered, and where things are on it.</summary>
/// <param name="Run">Absolute path of the run directory: all that is rendered lies in it, for none of it is truth.</param>
/// <param name="Executable">Absolute path of <c>pierhead</c>.</param>
/// <param name="Tree">Absolute path of the configuration tree.</param>
public sealed record RenderPlace(FabricPlan Plan, FabricMachine Machine, string Run, string Executable, string Tree)
{
    /// <summary>Nodes that get no new sessions at the moment; of the announced modes only.</summary>
    public AbsentNodes Absent { get; init; } = AbsentNodes.None;

    /// <summary>The floating addresses with the machine's own address of the family.</summary>
    public IEnumerable<(Ip Floating, Ip Own)> Families => Plan.Addresses.Select(floating => (floating, Machine.AddressOf(floating.IsIPv6)!.Value));

    /// <summary>The floating addresses with the router's address of the family and the machine's own.</summary>
    public IEnumerable<(Ip Floating, Ip Own, Ip Router)> Announcements =>
        Families.Select(family => (family.Floating, family.Own, Plan.Announce!.Routers.First(router => router.IsIPv6 == family.Floating.IsIPv6)));

    public string PathOf(string file) => $"{Run}/{file}";

    public static int BitsOf(Ip address) => address.IsIPv6 ? 128 : 32;
}
