namespace Pierhead.Fabric.Applying;

/// <summary>A rendered file.</summary>
/// <param name="IsScript">Whether it can be run.</param>
public sealed record FileResource(string Path, string Text, bool IsScript = false) : Resource
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public override string Key => $"file {Path}";

    public override string Words => $"write {Path}";

    public override bool IsInPlace(IMachineSystem system) => system.Read(Path) == Text;

    public override string? Put(IMachineSystem system)
    {
        system.Write(Path, Text, IsScript ? Runnable : Readable);
        return null;
    }

    public override void Remove(IMachineSystem system, string? before) => system.Delete(Path);
}
