using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>The difference between two tables in the language of nft(8), to be run as one transaction.</summary>
public static class PinChange
{
    /// <summary>An element each line would make nft slow, all in one line its errors unreadable.</summary>
    private const int ElementsEach = 512;

    /// <summary>What makes <paramref name="to"/> of <paramref name="from"/>; the whole table when their frames differ; empty when nothing does.</summary>
    /// <param name="forget">Whether learned flows are forgotten: some may lead to a node that is dead.</param>
    public static string Text(ForwardingTable from, ForwardingTable to, bool forget)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Frame != to.Frame)
        {
            return RulesetText.Whole(to);
        }

        var text = new StringBuilder();
        var (gone, come) = Differing(from.Pins, to.Pins);
        AppendPins(text, "delete", gone);
        AppendPins(text, "add", come);
        Append(text, "delete", "spread", Places(from, to));
        Append(text, "add", "spread", Places(to, from));
        AppendHeld(text, "delete", from.Held.Except(to.Held));
        AppendHeld(text, "add", to.Held.Except(from.Held));
        if (forget)
        {
            text.Append("flush map ").Append(RulesetText.Table).AppendLine(" flows4");
            text.Append("flush map ").Append(RulesetText.Table).AppendLine(" flows6");
        }

        return text.ToString();
    }

    internal static void AppendElements(StringBuilder text, ForwardingTable table)
    {
        AppendPins(text, "add", table.Pins);
        Append(text, "add", "spread", table.Places.Select((mac, place) => Pair(place.ToString(CultureInfo.InvariantCulture), mac)));
        AppendHeld(text, "add", table.Held);
    }

    /// <summary>Pins of one that the other has not, or elsewhere, and the other way round: both are walked once, in their order.</summary>
    private static (List<KeyValuePair<Ip, MacAddress>> Gone, List<KeyValuePair<Ip, MacAddress>> Come) Differing(
        ImmutableSortedDictionary<Ip, MacAddress> from, ImmutableSortedDictionary<Ip, MacAddress> to)
    {
        var (gone, come) = (new List<KeyValuePair<Ip, MacAddress>>(), new List<KeyValuePair<Ip, MacAddress>>());
        using var old = from.GetEnumerator();
        using var young = to.GetEnumerator();
        var (hasOld, hasYoung) = (old.MoveNext(), young.MoveNext());
        while (hasOld || hasYoung)
        {
            var order = !hasOld ? 1 : !hasYoung ? -1 : old.Current.Key.CompareTo(young.Current.Key);
            var isSame = order == 0 && old.Current.Value == young.Current.Value;
            if (order <= 0)
            {
                AddUnless(isSame, gone, old.Current);
                hasOld = old.MoveNext();
            }

            if (order >= 0)
            {
                AddUnless(isSame, come, young.Current);
                hasYoung = young.MoveNext();
            }
        }

        return (gone, come);
    }

    private static void AddUnless(bool isSame, List<KeyValuePair<Ip, MacAddress>> pins, KeyValuePair<Ip, MacAddress> pin)
    {
        if (!isSame)
        {
            pins.Add(pin);
        }
    }

    /// <summary>Places that one table has otherwise than another.</summary>
    private static IEnumerable<string> Places(ForwardingTable has, ForwardingTable other)
    {
        for (var place = 0; place < has.Places.Length; place++)
        {
            if (other.Places.IsEmpty || other.Places[place] != has.Places[place])
            {
                yield return Pair(place.ToString(CultureInfo.InvariantCulture), has.Places[place]);
            }
        }
    }

    private static void AppendPins(StringBuilder text, string verb, IEnumerable<KeyValuePair<Ip, MacAddress>> pins)
    {
        var byFamily = pins.ToLookup(pin => pin.Key.IsIPv6);
        foreach (var isIPv6 in new[] { false, true })
        {
            var family = isIPv6 ? '6' : '4';
            Append(text, verb, $"pin{family}", byFamily[isIPv6].Select(pin => Pair(pin.Key.ToString(), pin.Value)));
            Append(text, verb, $"quoted{family}", byFamily[isIPv6].Select(pin => Pair(Number(pin.Key), pin.Value)));
        }
    }

    private static void AppendHeld(StringBuilder text, string verb, IEnumerable<Ip> held)
    {
        var byFamily = held.ToLookup(address => address.IsIPv6);
        Append(text, verb, "hold4", byFamily[false].Select(address => address.ToString()));
        Append(text, verb, "hold6", byFamily[true].Select(address => address.ToString()));
    }

    private static void Append(StringBuilder text, string verb, string name, IEnumerable<string> elements)
    {
        foreach (var some in elements.Chunk(ElementsEach))
        {
            text.Append(CultureInfo.InvariantCulture, $"{verb} element {RulesetText.Table} {name} {{ ").AppendJoin(", ", some).AppendLine(" }");
        }
    }

    private static string Pair(string key, MacAddress mac) => $"{key} : {mac}";

    /// <summary>The address as a number, which is how nft writes a raw field.</summary>
    private static string Number(Ip address) => address.IsIPv6
        ? string.Create(CultureInfo.InvariantCulture, $"0x{address.High:x16}{address.Low:x16}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{address.V4:x8}");
}
