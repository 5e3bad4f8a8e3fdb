using System.Globalization;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary><c>fabric.yaml</c> of a <see cref="FabricSite"/>.</summary>
internal static class FabricYaml
{
    public static string Of(string mode, IEnumerable<FabricMachineSpace> nodes, string more = "", string announce = "") =>
        $$"""
        fabric:
          mode: {{mode}}
        {{more}}  addresses: [{{FabricSite.Floating4}}, "{{FabricSite.Floating6}}"]
          announce: { asn: 64513, router: { asn: 64512, addresses: [10.10.0.1, "fd00:10::1"] }{{announce}} }
          nodes:

        """ + string.Concat(nodes.Select((node, index) => Entry(node, (index + 1) * 100)));

    private static string Entry(FabricMachineSpace machine, int med) => string.Create(
        CultureInfo.InvariantCulture,
        $"    - {{ name: {machine.Name}, addresses: [10.10.0.{machine.Host}, \"fd00:10::{machine.Host}\"], interface: eth0, mac: \"02:00:00:00:00:{machine.Host:x2}\", med: {med} }}\n");
}
