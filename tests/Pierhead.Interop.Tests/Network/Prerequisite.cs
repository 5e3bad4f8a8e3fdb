namespace Pierhead.Interop.Tests.Network;

/// <summary>What these tests need from the machine; where it is not there they skip themselves, with the reason.</summary>
internal static class Prerequisite
{
    private static readonly Lazy<string?> NamespaceProblem = new(TryNamespace);

    public static void Namespaces() => Assert.SkipWhen(NamespaceProblem.Value is not null, NamespaceProblem.Value ?? string.Empty);

    public static void Program(string path, string package) =>
        Assert.SkipUnless(File.Exists(path), $"{path} is missing: install the Debian package {package}");

    private static string? TryNamespace()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "network namespaces need root";
        }

        string[] places = ["/sbin/ip", "/usr/sbin/ip", "/bin/ip", "/usr/bin/ip"];
        if (!places.Any(File.Exists))
        {
            return "ip is missing: install the Debian package iproute2";
        }

        var probe = $"ph{Environment.ProcessId}-0-probe";
        var (code, _, error) = Command.Try("ip", "netns", "add", probe);
        if (code != 0)
        {
            return $"network namespaces cannot be made here: {error.Trim()}";
        }

        Command.Try("ip", "netns", "del", probe);
        return null;
    }
}
