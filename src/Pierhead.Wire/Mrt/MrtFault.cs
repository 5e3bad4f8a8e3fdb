namespace Pierhead.Wire.Mrt;

/// <summary>A fault of a record or of the stream: a value, never an exception.</summary>
/// <param name="Offset">Offset in the stream of the record at fault.</param>
/// <param name="Reason">What is wrong, for people; null where nothing is.</param>
public readonly record struct MrtFault(long Offset, string? Reason)
{
    public bool IsNone => Reason is null;

    public override string ToString() => Reason is null ? "" : $"at offset {Offset}: {Reason}";
}
