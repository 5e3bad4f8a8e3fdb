using Pierhead.Routing.Interning;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Image;

/// <summary>
/// Writes tables into an image while their lanes go on: in slices under a read guard, each path as it is when its slice is read. No lane
/// waits for it. Reclaiming must rest meanwhile, so that an id means the same from slice to slice.
/// </summary>
internal sealed class ImageWriter : IDisposable
{
    private const int PathsASlice = 4096;

    private readonly SharedTables _shared;
    private readonly Stream _stream;
    private readonly ImageOutput _definitions = new();
    private readonly ImageOutput _output = new();
    private readonly List<ImagePath> _slice = new(PathsASlice + 256);
    private readonly IdMap?[] _keys = new IdMap?[Families.Count];
    private readonly IdMap _sets;
    private readonly IdMap _paths;
    private readonly IdMap _communities;
    private readonly IdMap _others;
    private readonly IdMap _scalars;
    private readonly IdMap _contexts;
    private uint _number;
    private int _tables;
    private long _written;

    public ImageWriter(SharedTables shared, Stream stream)
    {
        _shared = shared;
        _stream = stream;
        _sets = new IdMap(shared.Options.MaxAttributeSets);
        _paths = new IdMap(shared.Paths.GreatestId);
        _communities = new IdMap(shared.Communities.GreatestId);
        _others = new IdMap(shared.Others.GreatestId);
        _scalars = new IdMap(shared.Scalars.GreatestId);
        _contexts = new IdMap(shared.Contexts.GreatestId);
    }

    /// <summary>Writes the image.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was set: the stream holds half an image.</exception>
    public ImageReport Write(IEnumerable<AdjRibIn> tables, string node, DateTimeOffset at, CancellationToken stop)
    {
        _stream.Write(ImageFormat.Magic);
        _stream.Write(BitConverter.GetBytes(ImageFormat.Version));
        _output.Text(node);
        _output.Varint((ulong)at.ToUnixTimeSeconds());
        Emit(ImageChunk.Header);
        foreach (var table in tables)
        {
            WriteTable(table, at, stop);
        }

        _output.Varint((ulong)_tables);
        _output.Varint((ulong)_written);
        Emit(ImageChunk.End);
        return new ImageReport(null, _tables, _written, 0, at);
    }

    public void Dispose()
    {
        foreach (var keys in _keys)
        {
            keys?.Free();
        }

        _sets.Free();
        _paths.Free();
        _communities.Free();
        _others.Free();
        _scalars.Free();
        _contexts.Free();
    }

    private void WriteTable(AdjRibIn table, DateTimeOffset at, CancellationToken stop)
    {
        var isBegun = false;
        foreach (var row in Families.Rows)
        {
            if (table.Count(row.Family) == 0 || table.HeadForImage(row.Family) is not { } head)
            {
                continue;
            }

            if (!isBegun)
            {
                isBegun = true;
                BeginTable(table, at);
            }

            WriteFamily(table, row.Family, head, stop);
        }
    }

    private void BeginTable(AdjRibIn table, DateTimeOffset at)
    {
        _tables++;
        _output.Text(table.Key.Tenant.Name);
        _output.Text(table.Key.Device.Name);
        Span<byte> address = stackalloc byte[16];
        _output.Octets(address[..table.Key.Address.WriteTo(address)]);
        _output.Varint((ulong)(table.StaleSince ?? at).ToUnixTimeSeconds());
        Emit(ImageChunk.Table);
    }

    private void WriteFamily(AdjRibIn table, Family family, ImageHead head, CancellationToken stop)
    {
        _output.Byte((byte)family);
        _output.Byte((byte)((head.HasPaths ? ImageFormat.HasPaths : 0) | (head.IsLongLived ? ImageFormat.IsLongLived : 0)));
        _output.Varint((ulong)head.Seconds.Length);
        foreach (var second in head.Seconds)
        {
            _output.Varint((ulong)second);
        }

        Emit(ImageChunk.Family);
        var next = 1u;
        while (next != 0)
        {
            stop.ThrowIfCancellationRequested();
            _slice.Clear();
            using (_shared.Grace.Enter())
            {
                next = table.ReadForImage(family, head.HasPaths, next, PathsASlice, _slice);
                Encode(family, head);
            }

            _written += _slice.Count;
            if (_definitions.Length != 0)
            {
                _definitions.WriteTo(_stream, ImageChunk.Definitions, ref _number);
            }

            if (_slice.Count != 0)
            {
                Emit(ImageChunk.Paths);
            }
        }
    }

    private void Encode(Family family, ImageHead head)
    {
        var keys = _keys[(int)family] ??= new IdMap(_shared.Keys(family).Capacity);
        _output.Varint((ulong)_slice.Count);
        long last = 0;
        foreach (var path in _slice)
        {
            var key = Key(keys, family, path.Key);
            _output.Zigzag(key - last);
            last = key;
            _output.Varint(Set(path.Entry.Set));
            _output.Varint(String(_contexts, ImageRecord.Context, _shared.Contexts, path.Entry.Context));
            _output.Varint((ulong)head.IndexOf(path.Second));
            if (head.HasPaths)
            {
                _output.Varint(path.Entry.PathId);
            }
        }
    }

    private uint Key(IdMap keys, Family family, uint id)
    {
        var known = keys[id];
        if (known != 0)
        {
            return known;
        }

        _definitions.Byte((byte)ImageRecord.Key);
        _definitions.Byte((byte)family);
        ImageKeys.Write(_shared, family, id, _definitions);
        return keys[id] = keys.Define();
    }

    private uint Set(uint id)
    {
        var known = _sets[id];
        if (known != 0)
        {
            return known;
        }

        var set = _shared.Sets[id];
        var path = String(_paths, ImageRecord.Path, _shared.Paths, set.Path);
        var communities = String(_communities, ImageRecord.Communities, _shared.Communities, set.Communities);
        var others = String(_others, ImageRecord.Others, _shared.Others, set.Others);
        var scalars = String(_scalars, ImageRecord.Scalars, _shared.Scalars, set.Scalars);
        _definitions.Byte((byte)ImageRecord.Set);
        _definitions.Varint(path);
        _definitions.Varint(communities);
        _definitions.Varint(others);
        _definitions.Varint(scalars);
        return _sets[id] = _sets.Define();
    }

    private uint String(IdMap map, ImageRecord kind, InternedBytes store, uint id)
    {
        if (id == 0 || map[id] is not 0)
        {
            return id == 0 ? 0 : map[id];
        }

        _definitions.Byte((byte)kind);
        _definitions.Octets(store[id]);
        return map[id] = map.Define();
    }

    private void Emit(ImageChunk type) => _output.WriteTo(_stream, type, ref _number);
}
