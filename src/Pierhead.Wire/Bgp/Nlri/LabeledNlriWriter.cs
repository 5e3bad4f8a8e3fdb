using System.Buffers.Binary;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>Writes one prefix of a labelled or VPN family: the counterpart of <see cref="LabeledNlriReader"/>.</summary>
public static class LabeledNlriWriter
{
    /// <summary>The value that stands for the labels of a withdrawn prefix (RFC 8277 section 2.4).</summary>
    private const uint Withdrawn = 0x80_0000;

    /// <summary>The most octets that one takes with a stack of so many labels.</summary>
    public static int Bound(int labels) => 4 + 1 + (3 * Math.Max(1, labels)) + RouteDistinguisher.Length + 16;

    /// <summary>Writes it and returns how many octets.</summary>
    /// <param name="destination">At least <see cref="Bound"/> octets.</param>
    /// <param name="form">How it is written; a withdrawal's labels are not looked at.</param>
    /// <param name="distinguisher">Written where the form has one.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="labels">Label values of 20 bits, top first; at least one for an announcement.</param>
    /// <param name="pathId">Written where the form has path identifiers.</param>
    /// <exception cref="ArgumentException">No label for an announcement, or more than the one octet of length can count.</exception>
    public static int Write(
        Span<byte> destination, LabeledNlriForm form, RouteDistinguisher distinguisher, IpPrefix prefix, ReadOnlySpan<uint> labels, uint pathId = 0)
    {
        var count = form.IsWithdrawal ? 1 : labels.Length;
        var bits = (count * 24) + (form.HasDistinguisher ? 64 : 0) + prefix.Length;
        if (count == 0 || bits > byte.MaxValue)
        {
            throw new ArgumentException($"A prefix of {prefix.Length} bits cannot carry {count} labels.", nameof(labels));
        }

        var at = 0;
        if (form.AddPath)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, pathId);
            at = 4;
        }

        destination[at++] = (byte)bits;
        for (var index = 0; index < count; index++)
        {
            var field = form.IsWithdrawal ? Withdrawn : (labels[index] << 4) | (index == count - 1 ? 1u : 0);
            destination[at++] = (byte)(field >> 16);
            BinaryPrimitives.WriteUInt16BigEndian(destination[at..], (ushort)field);
            at += 2;
        }

        if (form.HasDistinguisher)
        {
            BinaryPrimitives.WriteUInt64BigEndian(destination[at..], distinguisher.Value);
            at += RouteDistinguisher.Length;
        }

        Span<byte> address = stackalloc byte[16];
        _ = prefix.Address.WriteTo(address);
        var octets = (prefix.Length + 7) >> 3;
        address[..octets].CopyTo(destination[at..]);
        return at + octets;
    }
}
