using System.Buffers.Binary;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Update;

namespace Pierhead.Routing.Interning;

/// <summary>
/// The attributes that are one number, as octets that are interned together.
/// <code>
/// [ has (1): bits 0-1 origin, 4 med, 8 local preference, 16 origin present | med (0 or 4) | local preference (0 or 4) ]
/// </code>
/// </summary>
internal readonly struct Scalars
{
    /// <summary>Octets at most.</summary>
    public const int Bound = 9;

    private const byte OriginMask = 3;
    private const byte HasMed = 4;
    private const byte HasLocalPref = 8;
    private const byte HasOrigin = 16;

    public Scalars(ReadOnlySpan<byte> octets)
    {
        var has = octets[0];
        var rest = octets[1..];
        Origin = (has & HasOrigin) != 0 ? (byte)(has & OriginMask) : null;
        if ((has & HasMed) != 0)
        {
            Med = BinaryPrimitives.ReadUInt32BigEndian(rest);
            rest = rest[4..];
        }

        if ((has & HasLocalPref) != 0)
        {
            LocalPref = BinaryPrimitives.ReadUInt32BigEndian(rest);
        }
    }

    public byte? Origin { get; }

    public uint? Med { get; }

    public uint? LocalPref { get; }

    /// <summary>Whether octets from elsewhere are what <see cref="Write"/> writes.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> octets) =>
        !octets.IsEmpty
        && octets[0] <= (OriginMask | HasMed | HasLocalPref | HasOrigin)
        && (octets[0] & OriginMask) != OriginMask
        && octets.Length == 1 + ((octets[0] & HasMed) != 0 ? 4 : 0) + ((octets[0] & HasLocalPref) != 0 ? 4 : 0);

    public static int Write(in UpdateMessage update, Span<byte> destination)
    {
        ref readonly var index = ref update.Index;
        byte has = 0;
        var length = 1;
        if (index.Has(AttributeType.Origin))
        {
            has |= (byte)(HasOrigin | index.Origin);
        }

        if (index.Has(AttributeType.MultiExitDisc))
        {
            has |= HasMed;
            BinaryPrimitives.WriteUInt32BigEndian(destination[length..], index.Med);
            length += 4;
        }

        if (index.Has(AttributeType.LocalPref))
        {
            has |= HasLocalPref;
            BinaryPrimitives.WriteUInt32BigEndian(destination[length..], index.LocalPref);
            length += 4;
        }

        destination[0] = has;
        return length;
    }
}
