using System.Security.Cryptography;
using System.Text;

namespace Pierhead.Fabric.Applying;

/// <summary>A table of nftables, replaced in one transaction. Its comment tells which text it was made of.</summary>
/// <param name="Body">What stands between its braces.</param>
public sealed record NftTableResource(string Family, string Name, string Body) : Resource
{
    private const string NotThere = "No such file or directory";

    public override string Key => $"nft {Family} {Name}";

    public override string Words => $"load the nft table {Family} {Name}";

    /// <summary>The table as a file for <c>nft -f</c>.</summary>
    public string Text => $"table {Family} {Name} {{\n  comment \"{Digest}\"\n{Body}}}\n";

    private string Digest => $"pierhead {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)))[..16]}";

    /// <summary>Whether there is a table of that name, whatever is in it.</summary>
    public bool IsThere(IMachineSystem system) => List(system) is not null;

    public override bool IsInPlace(IMachineSystem system) => List(system)?.Contains(Digest, StringComparison.Ordinal) == true;

    public override string? Put(IMachineSystem system)
    {
        Load(system, $"table {Family} {Name}\ndelete table {Family} {Name}\n{Text}", Words);
        return null;
    }

    public override void Remove(IMachineSystem system, string? before)
    {
        if (List(system) is not null)
        {
            Load(system, $"delete table {Family} {Name}\n", $"delete the nft table {Family} {Name}");
        }
    }

    private static void Load(IMachineSystem system, string text, string what)
    {
        var outcome = system.Run("nft", ["-f", "-"], text);
        if (!outcome.Succeeded)
        {
            throw new StepFailedException($"{what}: nft refused it: {outcome.Words}");
        }
    }

    private string? List(IMachineSystem system)
    {
        var outcome = system.Run("nft", ["list", "table", Family, Name]);
        return outcome.Succeeded ? outcome.Output
            : outcome.Error.Contains(NotThere, StringComparison.Ordinal) ? null
            : throw new StepFailedException($"looking at the nft table {Family} {Name}: {outcome.Words}");
    }
}
