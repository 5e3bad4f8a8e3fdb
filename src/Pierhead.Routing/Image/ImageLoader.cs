using Pierhead.Model.Ids;
using Pierhead.Routing.Interning;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Image;

/// <summary>
/// Brings the tables of an image back, all of their routes stale. Whoever calls keeps reclaiming at rest, for what was interned is
/// named by no table yet.
/// </summary>
internal sealed class ImageLoader : IDisposable
{
    private readonly SharedTables _shared;
    private readonly Func<SessionKey, DateTimeOffset, bool> _isWanted;
    private readonly Func<SessionKey, AdjRibIn> _open;
    private readonly IdMap[] _keys = [.. Families.Rows.Select(_ => new IdMap(ImageFormat.GreatestId))];
    private readonly IdMap _sets = new(ImageFormat.GreatestId);
    private readonly IdMap[] _strings = [.. Enum.GetValues<ImageRecord>().Where(kind => kind <= ImageRecord.Context).Select(_ => new IdMap(ImageFormat.GreatestId))];
    private readonly InternedBytes[] _stores;
    private readonly List<AdjRibIn> _restored = [];
    private readonly PrefixWork[] _work = new PrefixWork[1];
    private AdjRibIn? _table;
    private DateTimeOffset _staleSince;
    private FamilyTable? _into;
    private Family _family;
    private bool _hasPaths;
    private bool _isLongLived;
    private byte[] _times = [];
    private long _paths;
    private int _tables;
    private int _skipped;

    /// <param name="isWanted">Whether a session's table is wanted, stale since then.</param>
    /// <param name="open">Its table.</param>
    public ImageLoader(SharedTables shared, Func<SessionKey, DateTimeOffset, bool> isWanted, Func<SessionKey, AdjRibIn> open)
    {
        _shared = shared;
        _isWanted = isWanted;
        _open = open;
        _stores = [shared.Paths, shared.Communities, shared.Others, shared.Scalars, shared.Contexts];
    }

    /// <summary>Reads an image that <see cref="Check"/> found whole. Where it means nothing all the same, what was restored is dropped again.</summary>
    public ImageReport Load(Stream stream)
    {
        var report = LoadChunks(new ImageInput(stream));
        if (report.Refusal is not null)
        {
            _into?.Retire();
            foreach (var table in _restored)
            {
                table.Drop();
            }
        }

        return report;
    }

    /// <summary>Reads all of an image without believing anything in it but its checksums, and its header. Null when it may be loaded.</summary>
    public static string? Check(Stream stream, string node)
    {
        var input = new ImageInput(stream);
        if (input.ReadMagic() is { } strange)
        {
            return strange;
        }

        for (var isFirst = true; ; isFirst = false)
        {
            if (input.Next() is { } damage)
            {
                return damage;
            }

            if (isFirst && input.Type != ImageChunk.Header)
            {
                return "it has no header";
            }

            if (isFirst && new ImageFields(input.Payload.Span).Text() is var name && name != node)
            {
                return $"it is of the node {name}, and this is {node}";
            }

            if (input.Type == ImageChunk.End)
            {
                return null;
            }
        }
    }

    public void Dispose()
    {
        foreach (var map in _keys.Concat(_strings).Append(_sets))
        {
            map.Free();
        }
    }

    private ImageReport LoadChunks(ImageInput input)
    {
        DateTimeOffset at = default;
        var wrong = input.ReadMagic();
        while (wrong is null)
        {
            wrong = input.Next();
            if (wrong is not null)
            {
                break;
            }

            using var guard = _shared.Grace.Enter();
            var fields = new ImageFields(input.Payload.Span);
            switch (input.Type)
            {
                case ImageChunk.Header:
                    _ = fields.Text();
                    at = Instant(fields.Varint());
                    break;
                case ImageChunk.Definitions:
                    wrong = Define(ref fields);
                    break;
                case ImageChunk.Table:
                    wrong = BeginTable(ref fields);
                    break;
                case ImageChunk.Family:
                    wrong = BeginFamily(ref fields);
                    break;
                case ImageChunk.Paths:
                    wrong = AddPaths(ref fields);
                    break;
                case ImageChunk.End:
                    EndFamily();
                    return fields.Varint() == (ulong)(_tables + _skipped) && !fields.IsBroken
                        ? new ImageReport(null, _tables, _paths, _skipped, at)
                        : ImageReport.Refused("its end does not fit what came before");
                default:
                    wrong = $"it has a chunk of type {(byte)input.Type}, which nobody knows";
                    break;
            }

            wrong ??= fields.IsBroken || !fields.IsAtEnd ? $"a chunk of type {input.Type} is not as long as it says" : null;
        }

        return ImageReport.Refused(wrong);
    }

    private static DateTimeOffset Instant(ulong second) =>
        second <= int.MaxValue * 4UL ? DateTimeOffset.FromUnixTimeSeconds((long)second) : DateTimeOffset.UnixEpoch;

    private string? Define(ref ImageFields fields)
    {
        while (!fields.IsAtEnd && !fields.IsBroken)
        {
            var kind = (ImageRecord)fields.Byte();
            var (map, id) = kind switch
            {
                >= ImageRecord.Path and <= ImageRecord.Context => (_strings[(int)kind - 1], String(kind, fields.Octets())),
                ImageRecord.Set => (_sets, Set(ref fields)),
                ImageRecord.Key when fields.Byte() is var family && family < Families.Count => (_keys[family], ImageKeys.Read(_shared, (Family)family, ref fields)),
                _ => (_sets, 0u),
            };
            if (id == 0 || map.Count == ImageFormat.GreatestId)
            {
                return $"a {kind} cannot be read, or there is no room for it";
            }

            map[map.Define()] = id;
        }

        return null;
    }

    private uint String(ImageRecord kind, ReadOnlySpan<byte> value)
    {
        if (!ImageStrings.IsWellFormed(kind, value))
        {
            return 0;
        }

        var store = _stores[(int)kind - 1];
        var hash = KeyedHash.Of(value);
        return store.Intern(value, hash, store.Candidate(hash));
    }

    private uint Set(ref ImageFields fields)
    {
        Span<uint> layers = stackalloc uint[4];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            var id = fields.Varint();
            layers[layer] = id == 0 ? 0 : id <= _strings[layer].Count ? _strings[layer][(uint)id] : uint.MaxValue;
        }

        // Every set has scalars; see AttributeSets.
        if (layers.Contains(uint.MaxValue) || layers[3] == 0)
        {
            return 0;
        }

        var set = new AttributeSet(layers[0], layers[1], layers[2], layers[3]);
        var hash = AttributeSets.HashOf(set);
        return _shared.Sets.Intern(set, hash, _shared.Sets.Candidate(hash));
    }

    private string? BeginTable(ref ImageFields fields)
    {
        EndFamily();
        var device = new DeviceId(new TenantId(fields.Text()), fields.Text());
        var address = fields.Octets();
        if (fields.IsBroken || address.Length is not (4 or 16))
        {
            return "the name of a table cannot be read";
        }

        var key = new SessionKey(device, Ip.FromBytes(address));
        _staleSince = Instant(fields.Varint());
        _table = _isWanted(key, _staleSince) ? _open(key) : null;
        if (_table is null)
        {
            _skipped++;
            return null;
        }

        _tables++;
        _restored.Add(_table);
        return null;
    }

    private string? BeginFamily(ref ImageFields fields)
    {
        EndFamily();
        var family = fields.Byte();
        var flags = fields.Byte();
        var count = fields.Varint();
        if (fields.IsBroken || family >= Families.Count || count is 0 or > 255)
        {
            return "the beginning of a family cannot be read";
        }

        _family = (Family)family;
        _hasPaths = (flags & ImageFormat.HasPaths) != 0;
        _isLongLived = (flags & ImageFormat.IsLongLived) != 0;
        var began = (long)fields.Varint();
        _into = _table is null ? null : new FamilyTable(_shared, _shared.Keys(_family), _hasPaths, began);
        _times = new byte[count];
        for (var index = 1; index < _times.Length; index++)
        {
            var second = (long)fields.Varint();
            _times[index] = _into?.TimeOf(second) ?? 0;
        }

        return null;
    }

    private string? AddPaths(ref ImageFields fields)
    {
        var keys = _keys[(int)_family];
        long key = 0;
        for (var left = fields.Varint(); left > 0 && !fields.IsBroken; left--)
        {
            key += fields.Zigzag();
            var set = fields.Varint();
            var context = fields.Varint();
            var time = fields.Varint();
            if (key <= 0 || key > keys.Count || set is 0 || set > _sets.Count || context == 0 || context > _strings[4].Count || time >= (ulong)_times.Length)
            {
                return "a path names what was not defined";
            }

            if (_into is null)
            {
                // Of a table that is not wanted; it has to be read over all the same, which is why it was checked.
                _ = _hasPaths ? fields.Varint() : 0;
                continue;
            }

            _work[0].Id = keys[(uint)key];
            _work[0].PathId = _hasPaths ? (uint)fields.Varint() : 0;
            _ = _into.Put(_work, _into.Pack(_sets[(uint)set], _strings[4][(uint)context]), _times[time], long.MaxValue);
            _paths++;
        }

        return null;
    }

    private void EndFamily()
    {
        if (_into is not null)
        {
            _table!.Restore(_family, _into, _isLongLived, _staleSince);
            _into = null;
        }
    }
}
