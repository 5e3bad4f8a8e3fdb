using Pierhead.Simulate.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Prepared;

/// <summary>
/// All UPDATE messages that announce the routes of one family to one kind of session, end to end in one buffer, without the
/// addresses that differ by router. Made once, shared by all routers, immutable.
/// </summary>
internal sealed class PreparedRoutes
{
    /// <summary>A few octets below the limit, so that a varied copy of any message fits it too.</summary>
    private const int MaximumLength = MessageFramer.MaximumLength - 32;

    private readonly List<PreparedMessage> _building = [];
    private readonly PreparedMessage[] _messages;
    private byte[] _octets;
    private int _used;

    public PreparedRoutes(AttributeSets sets, FamilyRoutes routes, SessionKind kind)
    {
        Family = routes.Family;
        RouteCount = routes.Count;
        _octets = new byte[Math.Max(1 << 12, routes.GroupCount * 96)];
        Span<byte> attributes = stackalloc byte[MaximumLength];
        Span<byte> nlri = stackalloc byte[MaximumLength];
        var first = 0;
        for (var group = 0; group < routes.GroupCount; group++)
        {
            var set = routes.SetOf(group);
            var length = SessionAttributes.Write(
                sets.Octets(set), kind, Family == Family.IPv4, attributes, out var nextHopAt, out var reflectionAt);
            var template = new PreparedMessage(
                0, 0, 0, (ushort)length, 0, 0, (ushort)nextHopAt, (ushort)reflectionAt, (byte)sets.NextHopSlot(set));
            first = AddGroup(routes.Group(group), template, attributes[..length], nlri, first);
        }

        Array.Resize(ref _octets, _used);
        _messages = [.. _building, new PreparedMessage(_used, first, 0, 0, 0, 0, 0, 0, 0)];
        _building.Clear();
        _building.TrimExcess();
    }

    public Family Family { get; }

    public int RouteCount { get; }

    public int MessageCount => _messages.Length - 1;

    public ref readonly PreparedMessage Message(int index) => ref _messages[index];

    /// <summary>Where the routes of a message end.</summary>
    public int EndOf(int message) => _messages[message + 1].FirstRoute;

    /// <summary>The octets of messages <paramref name="from"/> to <paramref name="until"/> - 1.</summary>
    public ReadOnlySpan<byte> Octets(int from, int until) => _octets.AsSpan(_messages[from].Offset.._messages[until].Offset);

    public ReadOnlySpan<byte> Nlri(int message)
    {
        ref readonly var at = ref _messages[message];
        return _octets.AsSpan(at.Offset + at.NlriAt, at.NlriLength);
    }

    public ReadOnlySpan<byte> Attributes(int message)
    {
        ref readonly var at = ref _messages[message];
        return _octets.AsSpan(at.Offset + at.AttributesAt, at.AttributesLength);
    }

    /// <summary>The message that announces a route.</summary>
    public int MessageOf(int route)
    {
        var low = 0;
        var high = MessageCount - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            (low, high) = _messages[middle].FirstRoute <= route ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The first message from <paramref name="from"/> on that does not lie whole within so many octets and before the route.</summary>
    public int LastThatFits(int from, int octets, int untilRoute)
    {
        var low = from;
        var high = MessageCount;
        var limit = _messages[from].Offset + (long)octets;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            var fits = _messages[middle].Offset <= limit && _messages[middle].FirstRoute <= untilRoute;
            (low, high) = fits ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private int AddGroup(ReadOnlySpan<IpPrefix> prefixes, PreparedMessage template, ReadOnlySpan<byte> attributes, Span<byte> nlri, int first)
    {
        var room = MaximumLength - UpdateLayout.Head - UpdateLayout.MpReachHead - attributes.Length;
        var used = 0;
        var count = 0;
        Span<byte> octets = stackalloc byte[16];
        foreach (var prefix in prefixes)
        {
            var length = (prefix.Length + 7) >> 3;
            if (used + 1 + length > room)
            {
                AddMessage(template with { FirstRoute = first }, attributes, nlri[..used]);
                first += count;
                used = 0;
                count = 0;
            }

            _ = prefix.Address.WriteTo(octets);
            nlri[used] = prefix.Length;
            octets[..length].CopyTo(nlri[(used + 1)..]);
            used += 1 + length;
            count++;
        }

        AddMessage(template with { FirstRoute = first }, attributes, nlri[..used]);
        return first + count;
    }

    private void AddMessage(PreparedMessage template, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nlri)
    {
        if (_used + MessageFramer.MaximumLength > _octets.Length)
        {
            Array.Resize(ref _octets, (_octets.Length * 3 / 2) + MessageFramer.MaximumLength);
        }

        var length = UpdateLayout.WriteAnnounce(_octets.AsSpan(_used), Family, attributes, nlri);
        var ipv4 = Family == Family.IPv4;
        var attributesAt = ipv4 ? UpdateLayout.Head : UpdateLayout.Head + UpdateLayout.MpReachHead + nlri.Length;
        _building.Add(template with
        {
            Offset = _used,
            AttributesAt = (ushort)attributesAt,
            NlriAt = (ushort)(ipv4 ? UpdateLayout.Head + attributes.Length : UpdateLayout.Head + UpdateLayout.MpReachHead),
            NlriLength = (ushort)nlri.Length,
            NextHopAt = (ushort)(ipv4 ? attributesAt + template.NextHopAt : UpdateLayout.MpNextHopAt),
            ReflectionAt = (ushort)(template.ReflectionAt == 0 ? 0 : attributesAt + template.ReflectionAt),
        });
        _used += length;
    }
}
