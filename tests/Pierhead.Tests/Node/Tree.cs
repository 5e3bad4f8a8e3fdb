using System.Net;

namespace Pierhead.Tests.Node;

/// <summary>A configuration tree in a folder of its own, removed at the end.</summary>
internal sealed class Tree : IDisposable
{
    public Tree(IPEndPoint bgp, IPEndPoint api, string tenant) : this(new Dictionary<string, string>
    {
        ["pierhead.yaml"] = $$"""
            node: test-1
            bgp: { listen: ["{{bgp}}"], router_id: 192.0.2.1 }
            api: { listen: ["{{api}}"] }
            """,
        ["tenants/acme.yaml"] = tenant,
    })
    {
    }

    public Tree(IReadOnlyDictionary<string, string> files)
    {
        Path = Directory.CreateTempSubdirectory("pierhead-tree-").FullName;
        foreach (var (name, content) in files)
        {
            Write(name, content);
        }
    }

    public string Path { get; }

    public void Write(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
