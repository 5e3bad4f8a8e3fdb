namespace Pierhead.Routing.Image;

/// <summary>
/// The table image: tables in a form that outlives the process. Ids in it are its own, counted from 1 in the order of their definitions;
/// each is defined before it is named. Numbers are little-endian, or LEB128 where they are called varint.
/// <code>
/// image:  magic (8) | version (4) | chunk ...
/// chunk:  length of payload (4) | type (1) | XXH3 of payload, seeded with the chunk's number, XOR type (8) | payload
/// </code>
/// So a chunk that is damaged, missing, doubled or out of order is noticed, and one without an End was cut off. Chunks are at most
/// <see cref="GreatestPayload"/> long.
/// </summary>
internal static class ImageFormat
{
    /// <summary>Grows with every change that an older reader would misread.</summary>
    public const uint Version = 1;

    public const int GreatestPayload = 1 << 24;

    public const int ChunkHead = 13;

    /// <summary>Bits of the flags of <see cref="ImageChunk.Family"/>: several paths a key; kept by long-lived graceful restart.</summary>
    public const byte HasPaths = 1;

    public const byte IsLongLived = 2;

    /// <summary>Ids of one kind at most: attribute sets, strings of a layer, keys of a family.</summary>
    public const int GreatestId = 1 << 26;

    public static ReadOnlySpan<byte> Magic => "PHTABLES"u8;
}

/// <summary>Types of chunks, and what their payloads are.</summary>
internal enum ImageChunk : byte
{
    /// <summary>Once, first: name of the node (string) | second of the beginning (varint).</summary>
    Header = 1,

    /// <summary>Records: kind (1), then for a string its octets (varint length), for a set four ids (varint), for a key the family (1) and the key.</summary>
    Definitions = 2,

    /// <summary>A table begins: tenant (string) | device (string) | address (length 4 or 16, octets) | second since which it is stale (varint).</summary>
    Table = 3,

    /// <summary>What follows is of a family of this table: family (1) | flags (1) | count of seconds (varint) | seconds (varint each), the first that of the initial load, the others ascending.</summary>
    Family = 4,

    /// <summary>Paths: count (varint), then for each: key less the one before (zigzag varint) | set | context | index of its second | path identifier where the family has them.</summary>
    Paths = 5,

    /// <summary>Once, last: tables (varint) | paths (varint).</summary>
    End = 6,
}

/// <summary>Kinds of definitions.</summary>
internal enum ImageRecord : byte
{
    Path = 1,
    Communities = 2,
    Others = 3,
    Scalars = 4,
    Context = 5,
    Set = 6,
    Key = 7,
}
