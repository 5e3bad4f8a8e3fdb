using System.IO.Hashing;
using Microsoft.Net.Http.Headers;

namespace Pierhead.Web.Page;

/// <summary>A file of the page, as it is built into this assembly.</summary>
internal sealed record PageAsset(string Path, string ContentType, byte[] Content, EntityTagHeaderValue Tag)
{
    public static PageAsset Load(string path, string name, string contentType)
    {
        var assembly = typeof(PageAsset).Assembly;
        using var stream = assembly.GetManifestResourceStream($"page/{name}")
            ?? throw new InvalidOperationException($"The page's file {name} is not built into {assembly.GetName().Name}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash64.Hash(content))}\"");
        return new PageAsset(path, contentType, content, tag);
    }
}
