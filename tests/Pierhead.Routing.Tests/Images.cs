using Pierhead.Routing.Image;

namespace Pierhead.Routing.Tests;

/// <summary>Table images in memory.</summary>
internal static class Images
{
    public const string Node = "land-1";

    public static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_750_009_999);

    public static byte[] Of(RouteTables tables)
    {
        using var stream = new MemoryStream();
        _ = tables.WriteImage(stream, Node, At, CancellationToken.None);
        return stream.ToArray();
    }

    public static ImageReport Load(RouteTables tables, byte[] image, string node = Node) => tables.ReadImage(new MemoryStream(image), node, (_, _) => true);

    /// <summary>The chunks of an image.</summary>
    public static List<(ImageChunk Type, byte[] Payload)> Take(byte[] image)
    {
        var input = new ImageInput(new MemoryStream(image));
        _ = input.ReadMagic();
        var chunks = new List<(ImageChunk, byte[])>();
        while (input.Next() is null)
        {
            chunks.Add((input.Type, input.Payload.ToArray()));
        }

        return chunks;
    }

    /// <summary>An image of chunks, with right checksums whatever is in them.</summary>
    public static byte[] Put(IEnumerable<(ImageChunk Type, byte[] Payload)> chunks)
    {
        using var stream = new MemoryStream();
        stream.Write(ImageFormat.Magic);
        stream.Write(BitConverter.GetBytes(ImageFormat.Version));
        var output = new ImageOutput();
        uint number = 0;
        foreach (var (type, payload) in chunks)
        {
            output.Raw(payload);
            output.WriteTo(stream, type, ref number);
        }

        return stream.ToArray();
    }
}
