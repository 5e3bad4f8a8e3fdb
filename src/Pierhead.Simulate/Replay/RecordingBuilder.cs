using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Replay;

/// <summary>
/// Picks the messages of one peer out of MRT records. What the recording speaker sent itself, and messages with path identifiers,
/// which the router does not offer to send, are passed over.
/// </summary>
internal sealed class RecordingBuilder(Ip? wanted)
{
    private readonly Dictionary<Ip, OpenMessage> _opens = [];
    private readonly List<RecordedUpdate> _updates = [];
    private byte[] _octets = new byte[1 << 20];
    private int _used;
    private Ip? _peer = wanted;
    private bool _fourOctetAsn;
    private DateTimeOffset _began;

    /// <summary>Takes a record; returns what is wrong with it, or null.</summary>
    public string? Add(in MrtRecord record)
    {
        if (record.Type is not (MrtType.Bgp4mp or MrtType.Bgp4mpEt))
        {
            return null;
        }

        var fault = Bgp4mpRecord.Decode(in record, out var decoded);
        if (!fault.IsNone)
        {
            return fault.ToString();
        }

        var subtype = decoded.Subtype;
        if (subtype.IsStateChange || subtype.IsLocal || subtype.AddPath || (_peer is { } peer && decoded.Peer != peer))
        {
            return null;
        }

        var status = MessageFramer.TryRead(
            decoded.Message, 0, MessageFramer.ExtendedMaximumLength, out var frame, out var end, out _);
        if (status != FrameStatus.Complete)
        {
            return $"at offset {record.Offset}: the record holds no whole BGP message";
        }

        var body = decoded.Message.Slice(frame.BodyOffset, frame.BodyLength);
        if (frame.Type == BgpMessageType.Open)
        {
            _ = OpenMessage.Decode(body, out var open);
            _ = open is not null && _opens.TryAdd(decoded.Peer, open);
        }

        return frame.Type == BgpMessageType.Update ? AddUpdate(in decoded, decoded.Message[..end], body, in record) : null;
    }

    /// <summary>The recording; null where the peer sent no UPDATE.</summary>
    public UpdateRecording? Build()
    {
        if (_updates.Count == 0)
        {
            return null;
        }

        Array.Resize(ref _octets, _used);
        return new UpdateRecording(
            _peer!.Value,
            _fourOctetAsn,
            _opens.GetValueOrDefault(_peer.Value),
            _octets,
            [.. _updates, new RecordedUpdate(_used, default, 0, 0, FamilySet.Empty)]);
    }

    private string? AddUpdate(in Bgp4mpRecord decoded, ReadOnlySpan<byte> message, ReadOnlySpan<byte> body, in MrtRecord record)
    {
        if (_updates.Count == 0)
        {
            _peer = decoded.Peer;
            _fourOctetAsn = decoded.Subtype.FourOctetAsn;
            _began = record.Time;
        }
        else if (_fourOctetAsn != decoded.Subtype.FourOctetAsn)
        {
            return $"at offset {record.Offset}: the peer's messages change between AS numbers of two and of four octets";
        }

        while (_used + message.Length > _octets.Length)
        {
            Array.Resize(ref _octets, checked(_octets.Length * 2));
        }

        message.CopyTo(_octets.AsSpan(_used));
        _updates.Add(Describe(body, decoded.Context) with { Offset = _used, At = record.Time - _began });
        _used += message.Length;
        return null;
    }

    private static RecordedUpdate Describe(ReadOnlySpan<byte> body, DecodeContext context)
    {
        if (UpdateMessage.Decode(body, context, out var update).Scope == FaultScope.ResetSession)
        {
            return default;
        }

        var families = update.Nlri.IsEmpty && update.Withdrawn.IsEmpty ? FamilySet.Empty : FamilySet.Of(Family.IPv4);
        families = update.ReachFamily is { } reached ? families.With(reached) : families;
        families = update.UnreachFamily is { } unreached ? families.With(unreached) : families;
        return new RecordedUpdate(
            0,
            TimeSpan.Zero,
            CountOf(update.Nlri, ipv6: false) + CountOf(update.ReachNlri, update.ReachFamily == Family.IPv6),
            CountOf(update.Withdrawn, ipv6: false) + CountOf(update.UnreachNlri, update.UnreachFamily == Family.IPv6),
            families);
    }

    private static int CountOf(ReadOnlySpan<byte> nlri, bool ipv6)
    {
        var reader = new NlriReader(nlri, ipv6, addPath: false);
        var count = 0;
        while (ipv6 ? reader.TryReadV6(out _, out _, out _, out _) : reader.TryReadV4(out _, out _, out _))
        {
            count++;
        }

        return count;
    }
}
