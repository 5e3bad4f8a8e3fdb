namespace Pierhead.Fabric.Applying;

/// <summary>A setting of the kernel.</summary>
/// <param name="Name">With slashes, as under /proc/sys: names of interfaces may hold dots.</param>
public sealed record SysctlResource(string Name, string Value) : Resource
{
    public override string Key => $"sysctl {Name}";

    public override string Words => $"set {Name} to {Value}";

    private string Path => $"/proc/sys/{Name}";

    public override bool IsInPlace(IMachineSystem system) => Read(system) == Value;

    public override string? Put(IMachineSystem system)
    {
        var before = Read(system)
            ?? throw new StepFailedException($"the kernel has no {Name.Replace('/', '.')}: a module is not loaded, or the interface is not there");
        system.Set(Path, Value);
        return before;
    }

    public override void Remove(IMachineSystem system, string? before)
    {
        if (before is not null && Read(system) is not null)
        {
            system.Set(Path, before);
        }
    }

    /// <summary>Numbers of a list are apart by tabs when they are read.</summary>
    private string? Read(IMachineSystem system) => system.Read(Path) is { } text ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;
}
