namespace Pierhead.Wire.Mrt;

/// <summary>What <see cref="MrtReader"/> came upon.</summary>
public enum MrtStatus : byte
{
    /// <summary>A record.</summary>
    Record,

    /// <summary>The end of the stream, between two records.</summary>
    End,

    /// <summary>Something that is not MRT, or a record cut short: nothing after it can be read.</summary>
    Fault,
}
