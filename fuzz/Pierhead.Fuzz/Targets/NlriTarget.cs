using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Fuzz.Targets;

/// <summary>NLRI of every family: the first octet says which, and how they are written.</summary>
internal sealed class NlriTarget : FuzzTarget
{
    private const int Forms = 8;

    public override string Name => "nlri";

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var row in Families.Rows)
        {
            for (var form = 0; form < Forms; form++)
            {
                yield return [(byte)((form * Families.Count) + (int)row.Family), .. Samples.Nlri(row.Family, (form & 1) != 0, (form & 4) != 0)];
            }
        }
    }

    public override void Run(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        var family = (Family)(input[0] % Families.Count);
        var form = input[0] / Families.Count % Forms;
        var families = FamilySet.Of(family);
        var context = new DecodeContext(families, (form & 1) != 0 ? families : FamilySet.Empty, FourOctetAsn: true, Internal: true)
        {
            MultipleLabels = (form & 2) != 0 ? families : FamilySet.Empty,
        };
        var isWithdrawal = (form & 4) != 0;
        var nlri = input.AsSpan(1);
        var scope = NlriSyntax.Check(nlri, family, in context, isWithdrawal);
        var isWhole = family.Kind() switch
        {
            NlriKind.Prefix => ReadPrefixes(nlri, family.IsIPv6(), (form & 1) != 0),
            NlriKind.Labeled => ReadLabeled(nlri, LabeledNlriForm.Of(family, in context, isWithdrawal)),
            _ => ReadRules(nlri, (form & 1) != 0),
        };
        Check(isWhole == (scope != FaultScope.DisableFamily), "the check and the reader agree");
    }

    private static bool ReadPrefixes(ReadOnlySpan<byte> nlri, bool ipv6, bool addPath)
    {
        var reader = new NlriReader(nlri, ipv6, addPath);
        var last = 0;
        while (ipv6 ? reader.TryReadV6(out var high, out var low, out var length, out _) : reader.TryReadV4(out _, out length, out _))
        {
            Check(reader.Position > last && length <= (ipv6 ? 128 : 32), "a prefix has octets and a length of its family");
            last = reader.Position;
        }

        return reader.AtEnd;
    }

    private static bool ReadLabeled(ReadOnlySpan<byte> nlri, LabeledNlriForm form)
    {
        var reader = new LabeledNlriReader(nlri, form);
        Span<byte> octets = stackalloc byte[128];
        Span<uint> labels = stackalloc uint[16];
        while (reader.TryRead(out var item))
        {
            Check(item.Length <= (form.IsIPv6 ? 128 : 32) && item.Labels.Length % 3 == 0, "a length of the family and whole labels");
            var count = item.Labels.Length / 3;
            for (var index = 0; index < count; index++)
            {
                labels[index] = (uint)((item.Labels[index * 3] << 12) | (item.Labels[(index * 3) + 1] << 4) | (item.Labels[(index * 3) + 2] >> 4));
            }

            var address = form.IsIPv6 ? Ip.FromV6(item.High, item.Low) : Ip.FromV4((uint)(item.High >> 32));
            var prefix = IpPrefix.Create(address, item.Length);
            Check(prefix.Address == address, "host bits are zero");
            var length = LabeledNlriWriter.Write(octets, form, new RouteDistinguisher(item.Distinguisher), prefix, labels[..count], item.PathId);
            var again = new LabeledNlriReader(octets[..length], form);
            Check(again.TryRead(out var same) && again.AtEnd, "what was read can be written");
            Check((same.PathId, same.Distinguisher, same.High, same.Low, same.Length) == (item.PathId, item.Distinguisher, item.High, item.Low, item.Length), "and is the same");
        }

        return reader.AtEnd;
    }

    private static bool ReadRules(ReadOnlySpan<byte> nlri, bool addPath)
    {
        var reader = new FlowspecNlriReader(nlri, addPath);
        while (reader.TryRead(out var item))
        {
            var octets = new byte[FlowspecNlriWriter.Bound(item.Value.Length)];
            var length = FlowspecNlriWriter.Write(octets, item.Value, addPath ? item.PathId : null);
            var again = new FlowspecNlriReader(octets.AsSpan(0, length), addPath);
            Check(again.TryRead(out var same) && again.AtEnd && same.Value.SequenceEqual(item.Value) && same.PathId == item.PathId, "written it is the same");
        }

        return reader.AtEnd;
    }
}
