using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;

namespace Pierhead.Wire.Bgp.Update;

/// <summary>
/// An UPDATE message (RFC 4271 section 4.3) as a view of its body: made by one walk that allocates nothing, and valid as long
/// as the octets it was decoded from.
/// <code>
/// withdrawn length (2 octets)  withdrawn routes  attributes length (2 octets)  path attributes  NLRI
/// </code>
/// </summary>
public ref partial struct UpdateMessage
{
    private const int FixedLength = 4;

    // An AS_PATH of two-octet numbers that is longer than this would not fit an attribute once its numbers have four.
    private const int LongestNarrowAsPath = 32000;

    private const ulong NextHopBit = 1UL << AttributeType.NextHop;

    private const ulong MandatoryBits = (1UL << AttributeType.Origin) | (1UL << AttributeType.AsPath);

    private ReadOnlySpan<byte> _body;
    private AttributeIndex _index;
    private ulong _discarded;
    private int _attributesOffset;
    private bool _fourOctetAsn;
    private FamilySet _families;
    private Family _faultFamily;
    private bool _hasReachNlri;
    private TypeSet _seen;

    /// <summary>The octets of the message after its header.</summary>
    public readonly ReadOnlySpan<byte> Body => _body;

    /// <summary>IPv4 unicast prefixes withdrawn by the message's own field; empty where that family was not negotiated.</summary>
    public ReadOnlySpan<byte> Withdrawn { get; private set; }

    /// <summary>IPv4 unicast prefixes announced by the message's own field; empty where that family was not negotiated.</summary>
    public ReadOnlySpan<byte> Nlri { get; private set; }

    /// <summary>The path attributes as they came.</summary>
    public ReadOnlySpan<byte> Attributes { get; private set; }

    /// <summary>Where the attributes lie.</summary>
    [UnscopedRef]
    public readonly ref readonly AttributeIndex Index => ref _index;

    /// <summary>The family of MP_REACH_NLRI, where there is one and its family was negotiated.</summary>
    public Family? ReachFamily { get; private set; }

    /// <summary>
    /// Next hop of MP_REACH_NLRI: 4, 16 or 32 octets (a global and a link-local address, RFC 2545 section 3), none in Flowspec families.
    /// In VPN families without the route distinguisher before it; with a link-local address after a second one 40 octets
    /// (RFC 4659 section 3.2.1.1): <see cref="NextHopField.Write"/> makes 32 of them.
    /// </summary>
    public ReadOnlySpan<byte> ReachNextHop { get; private set; }

    /// <summary>NLRI of MP_REACH_NLRI.</summary>
    public ReadOnlySpan<byte> ReachNlri { get; private set; }

    /// <summary>The family of MP_UNREACH_NLRI, where there is one and its family was negotiated.</summary>
    public Family? UnreachFamily { get; private set; }

    /// <summary>NLRI of MP_UNREACH_NLRI.</summary>
    public ReadOnlySpan<byte> UnreachNlri { get; private set; }

    /// <summary>Whether any attribute is not of the layers that are read by name: see <see cref="Others"/>.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>
    /// Whether all NLRI of the message are to be taken as withdrawn (RFC 7606 section 2): also where the worst fault is that a
    /// family must be disabled.
    /// </summary>
    public bool TreatAsWithdraw { get; private set; }

    /// <summary>NEXT_HOP as a number, 0 where it is absent.</summary>
    public readonly uint NextHop =>
        _index.Has(AttributeType.NextHop) ? BinaryPrimitives.ReadUInt32BigEndian(_body[_index.Offset(AttributeType.NextHop)..]) : 0;

    /// <summary>The value of an attribute of the table, as it came; empty where it is absent.</summary>
    public readonly ReadOnlySpan<byte> Value(byte type) =>
        _index.Has(type) ? _body.Slice(_index.Offset(type), _index.Length(type)) : default;

    /// <summary>
    /// Decodes and checks a message. Returns the worst fault: with <see cref="FaultScope.DiscardAttribute"/> the attribute is
    /// absent from <see cref="Index"/> and <see cref="Others"/>; with <see cref="FaultScope.TreatAsWithdraw"/>, which
    /// <see cref="TreatAsWithdraw"/> tells too, the caller takes all NLRI as withdrawn; with
    /// <see cref="FaultScope.DisableFamily"/> that family's NLRI are absent and everything else counts; with
    /// <see cref="FaultScope.ResetSession"/> the view is not to be used. Otherwise every NLRI field is well-formed to its end.
    /// Its data offset counts from the start of <paramref name="body"/>.
    /// </summary>
    public static BgpFault Decode(ReadOnlySpan<byte> body, in DecodeContext context, out UpdateMessage update)
    {
        update = default;
        update._body = body;
        update._fourOctetAsn = context.FourOctetAsn;
        update._families = context.Families;
        if (!update.TrySplit(body))
        {
            return Reset(UpdateError.MalformedAttributeList, "the lengths of withdrawn routes and attributes do not fit the message");
        }

        BgpFault worst = default;
        if (update.Attributes.Length != 0)
        {
            update.ReadAttributes(in context, ref worst);
        }

        update.CheckFields(in context, ref worst);
        return worst;
    }

    /// <summary>
    /// Decodes a block of attributes that stands alone, as in a dumped table: each is checked as in a message, but none need be
    /// there, and MP_REACH_NLRI and MP_UNREACH_NLRI are not read.
    /// </summary>
    public static BgpFault DecodeAttributes(ReadOnlySpan<byte> attributes, bool fourOctetAsn, out UpdateMessage update)
    {
        update = default;
        update._body = attributes;
        update._fourOctetAsn = fourOctetAsn;
        update.Attributes = attributes;
        var context = new DecodeContext(FamilySet.Empty, FamilySet.Empty, fourOctetAsn, Internal: true);
        BgpFault worst = default;
        update.ReadAttributes(in context, ref worst);
        return worst;
    }

    /// <summary>Whether the message is an End-of-RIB marker (RFC 4724 section 2) of a family that was negotiated.</summary>
    public readonly bool IsEndOfRib(out Family family)
    {
        family = default;
        if (_body.Length == FixedLength)
        {
            return _families.Contains(Family.IPv4);
        }

        // Nothing but an MP_UNREACH_NLRI that is nothing but AFI and SAFI.
        if (UnreachFamily is not { } unreach || !UnreachNlri.IsEmpty || _index.Present != 1UL << AttributeType.MpUnreachNlri
            || HasOthers || _discarded != 0 || _body.Length != FixedLength + Attributes.Length)
        {
            return false;
        }

        family = unreach;
        return true;
    }

    private bool TrySplit(ReadOnlySpan<byte> body)
    {
        if (body.Length < FixedLength)
        {
            return false;
        }

        int withdrawn = BinaryPrimitives.ReadUInt16BigEndian(body);
        if (withdrawn + FixedLength > body.Length)
        {
            return false;
        }

        int attributes = BinaryPrimitives.ReadUInt16BigEndian(body[(2 + withdrawn)..]);
        if (withdrawn + attributes + FixedLength > body.Length)
        {
            return false;
        }

        _attributesOffset = FixedLength + withdrawn;
        Withdrawn = body.Slice(2, withdrawn);
        Attributes = body.Slice(_attributesOffset, attributes);
        Nlri = body[(_attributesOffset + attributes)..];
        return true;
    }

    /// <summary>Checks the fields of the message itself, and what only the whole message shows.</summary>
    private void CheckFields(in DecodeContext context, ref BgpFault worst)
    {
        var addPath = context.AddPath.Contains(Family.IPv4);
        if (!NlriSyntax.IsValid(Withdrawn, Family.IPv4, addPath) || !NlriSyntax.IsValid(Nlri, Family.IPv4, addPath))
        {
            worst = worst.Worse(Reset(UpdateError.InvalidNetworkField, "a prefix of withdrawn routes or NLRI is malformed"));
            return;
        }

        var present = _index.Present;
        if (Nlri.Length != 0)
        {
            _hasReachNlri = true;
            if ((present & NextHopBit) == 0 || !IsHostAddress(NextHop))
            {
                CheckNextHop(ref worst);
            }
        }

        if (_hasReachNlri && (present & MandatoryBits) != MandatoryBits)
        {
            CheckMandatory(ref worst);
        }

        if (worst.Scope == FaultScope.TreatAsWithdraw && !_hasReachNlri && !_seen.IsOnly(AttributeType.MpUnreachNlri))
        {
            // RFC 7606 section 5.2: with nothing announced one cannot be sure that all NLRI were found.
            worst = worst with { Scope = FaultScope.ResetSession };
        }

        if (!context.Families.Contains(Family.IPv4))
        {
            Withdrawn = default;
            Nlri = default;
        }
    }

    /// <summary>
    /// ORIGIN and AS_PATH are mandatory (RFC 4271 section 5); in an UPDATE of BGPsec its own path stands for AS_PATH (RFC 8205 section
    /// 3), and is kept whole.
    /// </summary>
    private void CheckMandatory(ref BgpFault worst)
    {
        var hasOrigin = _index.Has(AttributeType.Origin);
        if (!hasOrigin || !_seen.Contains(AttributeType.BgpsecPath))
        {
            TreatAsWithdraw = true;
            worst = worst.Worse(Missing(hasOrigin ? AttributeType.AsPath : AttributeType.Origin));
        }
    }

    private void CheckNextHop(ref BgpFault worst)
    {
        TreatAsWithdraw = true;
        if (!_index.Has(AttributeType.NextHop))
        {
            worst = worst.Worse(Missing(AttributeType.NextHop));
            return;
        }

        worst = worst.Worse(new BgpFault(
            FaultScope.TreatAsWithdraw,
            ErrorCode.Update,
            UpdateError.InvalidNextHopAttribute,
            "NEXT_HOP: not the address of a host",
            AttributeType.NextHop,
            _index.Offset(AttributeType.NextHop) - 3,
            7));
    }

    // RFC 4271 section 6.3 asks for a host address. This network, multicast and broadcast are not; loopback and class E are
    // let through, for they are used inside networks and nothing is forwarded by this table.
    private static bool IsHostAddress(uint address) => address is >= 0x0100_0000 and < 0xE000_0000 or >= 0xF000_0000 and < uint.MaxValue;

    private static BgpFault Missing(byte type) => new(
        FaultScope.TreatAsWithdraw, ErrorCode.Update, UpdateError.MissingWellKnownAttribute, "a mandatory attribute is missing", type);

    private static BgpFault Reset(byte subcode, string reason) => new(FaultScope.ResetSession, ErrorCode.Update, subcode, reason);
}
