namespace Pierhead.Control.Written;

/// <summary>A key that a mapping may hold.</summary>
/// <param name="Required">Its absence is an error.</param>
/// <param name="Later">It is checked, but its use comes with a later version: costs a warning.</param>
/// <param name="Table">The keys of its own mapping, if it has one.</param>
/// <param name="Items">The keys of each mapping in its list, if it has one.</param>
internal sealed record Key(string Name, bool Required = false, bool Later = false, KeyTable? Table = null, KeyTable? Items = null);

/// <summary>The keys of one kind of mapping, in the order in which a reader would want them.</summary>
internal sealed class KeyTable(string subject, params IReadOnlyList<Key> keys)
{
    /// <summary>What has these keys, as a message says it: "a device".</summary>
    public string Subject { get; } = subject;

    public IReadOnlyList<Key> Keys { get; } = keys;

    public Key? Find(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Name == name)
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>The key of this mapping whose own mapping is where <paramref name="name"/> belongs.</summary>
    public Key? HomeOf(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Table?.Find(name) is not null)
            {
                return key;
            }
        }

        return null;
    }
}
