using System.Text.Json.Serialization;

namespace Pierhead.Fabric.Applying;

/// <summary>
/// One thing that is to be so on a machine: a file, an address, a daemon. It is data, so that what was applied is known later, and undone by
/// putting back what was there. Putting what is in place changes nothing.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FileResource), "file")]
[JsonDerivedType(typeof(FirstFileResource), "first-file")]
[JsonDerivedType(typeof(SysctlResource), "sysctl")]
[JsonDerivedType(typeof(AddressResource), "address")]
[JsonDerivedType(typeof(LocalRuleResource), "local-rule")]
[JsonDerivedType(typeof(MarkRouteResource), "mark-route")]
[JsonDerivedType(typeof(NftTableResource), "nft-table")]
[JsonDerivedType(typeof(DaemonResource), "daemon")]
public abstract record Resource
{
    /// <summary>What it is the state of: of two resources with the same key one replaces the other.</summary>
    public abstract string Key { get; }

    /// <summary>What is done when it is put, for an operator: "write /run/...".</summary>
    public abstract string Words { get; }

    public abstract bool IsInPlace(IMachineSystem system);

    /// <summary>Makes it so.</summary>
    /// <returns>What was there before, for <see cref="Remove"/>; null where nothing was.</returns>
    /// <exception cref="StepFailedException">It cannot be.</exception>
    public abstract string? Put(IMachineSystem system);

    /// <summary>Takes it away.</summary>
    /// <param name="before">What <see cref="Put"/> found the first time.</param>
    public abstract void Remove(IMachineSystem system, string? before);

    /// <summary>Runs a program that must succeed.</summary>
    private protected static string Must(IMachineSystem system, string what, string program, params string[] arguments)
    {
        var outcome = system.Run(program, arguments);
        return outcome.Succeeded
            ? outcome.Output
            : throw new StepFailedException($"{what}: `{program} {string.Join(' ', arguments)}` ended with code {outcome.Code}: {outcome.Words}");
    }
}
