namespace Pierhead.Fabric.Applying;

/// <summary>A file that somebody else writes while the machine runs: it is given a first text, and then left alone.</summary>
public sealed record FirstFileResource(string Path, string Text) : Resource
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public override string Key => $"file {Path}";

    public override string Words => $"begin {Path}";

    public override bool IsInPlace(IMachineSystem system) => system.Read(Path) is not null;

    public override string? Put(IMachineSystem system)
    {
        if (!IsInPlace(system))
        {
            system.Write(Path, Text, Readable);
        }

        return null;
    }

    public override void Remove(IMachineSystem system, string? before) => system.Delete(Path);
}
