using System.Buffers.Binary;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Wire.Bgp.Update;

/// <summary>The walk over the path attributes: flags, length, duplicates and value of each, as <see cref="AttributeTable"/> says.</summary>
public ref partial struct UpdateMessage
{
    /// <summary>The attributes that are read by name: the layers of a stored route, and those that carry NLRI or are merged.</summary>
    internal const ulong OwnLayers =
        (1UL << AttributeType.Origin) | (1UL << AttributeType.AsPath) | (1UL << AttributeType.NextHop)
        | (1UL << AttributeType.MultiExitDisc) | (1UL << AttributeType.LocalPref) | (1UL << AttributeType.Communities)
        | (1UL << AttributeType.OriginatorId) | (1UL << AttributeType.ClusterList) | (1UL << AttributeType.MpReachNlri)
        | (1UL << AttributeType.MpUnreachNlri) | (1UL << AttributeType.As4Path) | (1UL << AttributeType.As4Aggregator);

    private void ReadAttributes(in DecodeContext context, ref BgpFault worst)
    {
        var body = _body;
        var senders = 1 << (int)SenderRule.Anyone
            | (context.Internal ? 1 << (int)SenderRule.Internal : 0)
            | (_fourOctetAsn ? 0 : 1 << (int)SenderRule.TwoOctetAsn);
        var at = _attributesOffset;
        var end = at + Attributes.Length;
        while (at < end)
        {
            if (end - at < 3)
            {
                Overrun(at, end, ref worst);
                return;
            }

            var flags = body[at];
            var type = body[at + 1];
            int length = body[at + 2];
            var value = at + 3;
            if ((flags & AttributeFlags.ExtendedLength) != 0)
            {
                if (end - at < 4)
                {
                    Overrun(at, end, ref worst);
                    return;
                }

                length = (length << 8) | body[at + 3];
                value = at + 4;
            }

            if (length > end - value)
            {
                Overrun(at, end, ref worst);
                return;
            }

            ref readonly var row = ref AttributeTable.Row(type);
            var isNew = _seen.Add(type);
            if (isNew && row.IsKnown && (senders & (1 << (int)row.Sender)) != 0
                && ((flags ^ row.Flags) & AttributeFlags.Category) == 0 && row.AcceptsLength(length, _fourOctetAsn))
            {
                Take(in row, in context, flags, at, value, length, ref worst);
            }
            else
            {
                TakeUnusual(in row, in context, isNew, (senders & (1 << (int)row.Sender)) != 0, at, value, length, ref worst);
            }

            at = value + length;
        }
    }

    /// <summary>Takes an attribute of the table whose frame is right: checks its value and puts it into the index.</summary>
    private void Take(
        in AttributeRow row, in DecodeContext context, byte flags, int at, int value, int length, ref BgpFault worst)
    {
        var scope = CheckValue(in row, in context, _body.Slice(value, length));
        if (scope != FaultScope.None)
        {
            Fault(AttributeFaultKind.Value, in row, scope, at, value + length - at, ref worst);
            return;
        }

        var type = row.Type;
        if ((OwnLayers & (1UL << type)) == 0)
        {
            HasOthers = true;
        }
        else if (IsPartialCommunities(type, flags))
        {
            HasOthers = true;
            return;
        }

        _index.Set(type, flags, value, length);
    }

    /// <summary>What is not the first of its kind, of the table, from a peer that may send it, with right flags and length.</summary>
    private void TakeUnusual(
        in AttributeRow row, in DecodeContext context, bool isNew, bool maySend, int at, int value, int length, ref BgpFault worst)
    {
        var octets = value + length - at;
        if (!row.IsKnown)
        {
            TakeUnknown(isNew, at, octets, ref worst);
        }
        else if (!isNew)
        {
            var scope = row.Duplicate == DuplicateRule.ResetSession ? FaultScope.ResetSession : FaultScope.DiscardAttribute;
            Report(AttributeFaultKind.Duplicate, in row, scope, at, octets, ref worst);
        }
        else if (!maySend)
        {
            Fault(AttributeFaultKind.Sender, in row, FaultScope.DiscardAttribute, at, octets, ref worst);
        }
        else if (!row.AcceptsLength(length, _fourOctetAsn))
        {
            Fault(AttributeFaultKind.Length, in row, row.Malformed, at, octets, ref worst);
        }
        else
        {
            // RFC 7606 section 3 c: treat-as-withdraw for any of them, also for those whose value would only be discarded;
            // those that carry NLRI are read, so that it is known what to withdraw.
            Fault(AttributeFaultKind.Flags, in row, FaultScope.TreatAsWithdraw, at, octets, ref worst);
            if (row.Check is ValueCheck.MpReach or ValueCheck.MpUnreach)
            {
                Take(in row, in context, row.Flags, at, value, length, ref worst);
            }
        }
    }

    private void TakeUnknown(bool isNew, int at, int octets, ref BgpFault worst)
    {
        var row = new AttributeRow(_body[at + 1], "unknown", 0, LengthRule.Any, 0, FaultScope.ResetSession);
        if ((_body[at] & AttributeFlags.Optional) == 0)
        {
            Report(AttributeFaultKind.Unrecognized, in row, FaultScope.ResetSession, at, octets, ref worst);
        }
        else if (!isNew)
        {
            Report(AttributeFaultKind.Duplicate, in row, FaultScope.DiscardAttribute, at, octets, ref worst);
        }
        else
        {
            HasOthers = true;
        }
    }

    private FaultScope CheckValue(in AttributeRow row, in DecodeContext context, ReadOnlySpan<byte> value)
    {
        switch (row.Check)
        {
            case ValueCheck.Origin:
                _index.Origin = value[0];
                return value[0] <= 2 ? FaultScope.None : row.Malformed;
            case ValueCheck.AsPath:
                return AsPathBytes.IsValid(value, _fourOctetAsn) && (_fourOctetAsn || value.Length <= LongestNarrowAsPath)
                    ? FaultScope.None
                    : row.Malformed;
            case ValueCheck.MultiExitDisc:
                _index.Med = BinaryPrimitives.ReadUInt32BigEndian(value);
                return FaultScope.None;
            case ValueCheck.LocalPref:
                _index.LocalPref = BinaryPrimitives.ReadUInt32BigEndian(value);
                return FaultScope.None;
            case ValueCheck.As4Path:
                return AsPathBytes.IsValid(value, fourOctetAsn: true) ? FaultScope.None : row.Malformed;
            case ValueCheck.Aigp:
                return IsTlvs(value) ? FaultScope.None : row.Malformed;
            case ValueCheck.MpReach:
                return ReadMpReach(value, in context);
            case ValueCheck.MpUnreach:
                return ReadMpUnreach(value, in context);
            default:
                return FaultScope.None;
        }
    }

    /// <summary>RFC 7606 section 4: attributes that do not fill their block make what follows the broken one unknowable.</summary>
    private void Overrun(int at, int end, ref BgpFault worst)
    {
        // What was lost may have been anything: type code 0 is reserved, and stands for it.
        _ = _seen.Add(0);
        TreatAsWithdraw = true;
        worst = worst.Worse(new BgpFault(
            FaultScope.TreatAsWithdraw,
            ErrorCode.Update,
            UpdateError.AttributeLengthError,
            "an attribute runs past the end of the attributes",
            end - at > 1 ? _body[at + 1] : (byte)0,
            at,
            end - at));
    }

    private void Fault(AttributeFaultKind kind, in AttributeRow row, FaultScope scope, int at, int octets, ref BgpFault worst)
    {
        _discarded |= 1UL << row.Type;
        Report(kind, in row, scope, at, octets, ref worst);
    }

    private void Report(AttributeFaultKind kind, in AttributeRow row, FaultScope scope, int at, int octets, ref BgpFault worst)
    {
        var subcode = kind switch
        {
            AttributeFaultKind.Flags => UpdateError.AttributeFlagsError,
            AttributeFaultKind.Length => UpdateError.AttributeLengthError,
            AttributeFaultKind.Duplicate => UpdateError.MalformedAttributeList,
            AttributeFaultKind.Unrecognized => UpdateError.UnrecognizedWellKnownAttribute,
            _ => row.Type switch
            {
                AttributeType.Origin => UpdateError.InvalidOriginAttribute,
                AttributeType.AsPath => UpdateError.MalformedAsPath,
                AttributeType.NextHop => UpdateError.InvalidNextHopAttribute,
                _ => UpdateError.OptionalAttributeError,
            },
        };
        var reason = AttributeReasons.Of(kind, row.Type);
        TreatAsWithdraw |= scope == FaultScope.TreatAsWithdraw;
        worst = worst.Worse(new BgpFault(scope, ErrorCode.Update, subcode, reason, row.Type, at, octets, _faultFamily));
    }

    // RFC 7311 section 3: TLVs whose length counts their own three octets of head.
    private static bool IsTlvs(ReadOnlySpan<byte> value)
    {
        while (value.Length >= 3)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(value[1..]);
            if (length < 3 || length > value.Length)
            {
                return false;
            }

            value = value[length..];
        }

        return value.IsEmpty;
    }
}
