using System.Security.Cryptography;

namespace Pierhead.Fuzz;

/// <summary>Writes the inputs to begin with: a folder a target, a file an input, named by its content.</summary>
internal static class Seeds
{
    public static void Write(string folder)
    {
        foreach (var target in FuzzTargets.All)
        {
            var into = Directory.CreateDirectory(Path.Combine(folder, target.Name)).FullName;
            foreach (var seed in target.Seeds())
            {
                File.WriteAllBytes(Path.Combine(into, Convert.ToHexStringLower(SHA256.HashData(seed))[..16]), seed);
            }
        }
    }
}
