using Pierhead.Simulate.Files;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Replay;

/// <summary>
/// The UPDATE messages that one peer sent, byte for byte, with their times, and what its OPEN said where the recording has it.
/// Read from the BGP4MP records of an MRT file (RFC 6396 section 4.4), and held in memory. Immutable; shared by as many routers as like.
/// </summary>
public sealed class UpdateRecording
{
    private readonly byte[] _octets;
    private readonly RecordedUpdate[] _updates;

    internal UpdateRecording(Ip peer, bool fourOctetAsn, OpenMessage? open, byte[] octets, RecordedUpdate[] updates)
    {
        Peer = peer;
        FourOctetAsn = fourOctetAsn;
        Open = open;
        _octets = octets;
        _updates = updates;
    }

    /// <summary>The peer's address.</summary>
    public Ip Peer { get; }

    /// <summary>Whether AS numbers in the messages have four octets: only then may the router offer to.</summary>
    public bool FourOctetAsn { get; }

    /// <summary>The peer's OPEN, or null where the recording begins after it.</summary>
    public OpenMessage? Open { get; }

    public Asn? Asn => Open?.Asn;

    public Ip? RouterId => Open?.Identifier;

    public TimeSpan? HoldTime => Open is null ? null : TimeSpan.FromSeconds(Open.HoldTime);

    public FamilySet Families => Open is null ? FamilySet.Of(Family.IPv4, Family.IPv6) : Negotiation.FamiliesOf(Open);

    /// <summary>Number of messages.</summary>
    public int Count => _updates.Length - 1;

    /// <summary>From the first message to the last.</summary>
    public TimeSpan Duration => _updates[Count - 1].At;

    /// <summary>Whether any message is longer than 4,096 octets (RFC 8654).</summary>
    public bool NeedsExtendedMessages =>
        Enumerable.Range(0, Count).Any(update => Octets(update, update + 1).Length > MessageFramer.MaximumLength);

    /// <summary>Reads a file, plain or gzip.</summary>
    /// <param name="peer">The address of the peer whose messages are wanted; null for the first that sent an UPDATE.</param>
    /// <exception cref="FormatException">The file is not MRT, is cut short, or has nothing of that peer.</exception>
    public static UpdateRecording Load(string path, Ip? peer = null)
    {
        using var stream = InputFile.Open(path);
        var reader = new MrtReader(stream);
        var builder = new RecordingBuilder(peer);
        MrtStatus status;
        while ((status = reader.Read(out var record)) == MrtStatus.Record)
        {
            if (builder.Add(in record) is { } fault)
            {
                throw new FormatException($"{path}: {fault}");
            }
        }

        if (status == MrtStatus.Fault)
        {
            throw new FormatException($"{path}: {reader.Fault}");
        }

        return builder.Build() ?? throw new FormatException(
            $"{path} has no BGP4MP record with an UPDATE{(peer is null ? "" : $" of peer {peer}")}");
    }

    /// <summary>The octets of messages <paramref name="from"/> to <paramref name="until"/> - 1.</summary>
    public ReadOnlySpan<byte> Octets(int from, int until) => _octets.AsSpan(_updates[from].Offset.._updates[until].Offset);

    internal ref readonly RecordedUpdate Update(int index) => ref _updates[index];
}
