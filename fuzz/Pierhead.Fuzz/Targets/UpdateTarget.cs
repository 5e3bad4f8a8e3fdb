using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Update;

namespace Pierhead.Fuzz.Targets;

/// <summary>UPDATE messages of any session: the first octet says what it negotiated.</summary>
internal sealed class UpdateTarget : FuzzTarget
{
    public override string Name => "update";

    public override IEnumerable<byte[]> Seeds() => Families.Rows.SelectMany(row => new byte[] { 0, Contexts.AddPath }.SelectMany(octet =>
        Samples.Updates(row.Family, octet == Contexts.AddPath).Select(body => (byte[])[octet, .. body])));

    public override void Run(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        var body = input.AsSpan(1);
        var context = Contexts.Of(input[0]);
        var fault = UpdateMessage.Decode(body, in context, out var update);
        Check(fault.Scope <= FaultScope.ResetSession && fault.IsNone == (fault.Scope == FaultScope.None), "a fault has a scope");
        Check(fault.DataOffset >= 0 && fault.DataOffset + fault.DataLength <= body.Length, "a fault lies in the message");
        if (fault.Scope == FaultScope.ResetSession)
        {
            return;
        }

        Check(!update.TreatAsWithdraw || fault.Scope >= FaultScope.TreatAsWithdraw, "what is taken as withdrawn has its fault");
        CheckAttributes(in update);
        CheckNlri(update.Withdrawn, Family.IPv4, in context, isWithdrawal: true);
        CheckNlri(update.Nlri, Family.IPv4, in context, isWithdrawal: false);
        CheckNlri(update.ReachNlri, update.ReachFamily ?? default, in context, isWithdrawal: false);
        CheckNlri(update.UnreachNlri, update.UnreachFamily ?? default, in context, isWithdrawal: true);
        if (update.IsEndOfRib(out var family))
        {
            Check(update.Nlri.IsEmpty && update.ReachNlri.IsEmpty && context.Families.Contains(family), "End-of-RIB announces nothing");
        }

        Span<byte> nextHop = stackalloc byte[40];
        Check(NextHopField.Write(update.ReachNextHop, nextHop) is 0 or 4 or 16 or 32, "a next hop is one or two addresses");
    }

    private static void CheckAttributes(in UpdateMessage update)
    {
        var canonical = new byte[update.CanonicalBound];
        var octets = canonical.AsSpan(0, update.WriteCanonical(canonical));
        var others = new byte[update.OthersCanonicalBound];
        Check(update.WriteOthersCanonical(others) <= octets.Length, "others are among all");
        var path = new byte[update.AsPathCanonicalBound];
        var pathLength = update.WriteAsPathCanonical(path);
        if (pathLength <= ushort.MaxValue)
        {
            Check(PathAttributes.Decode(octets).ToCanonicalBytes().AsSpan().SequenceEqual(octets), "canonical octets stay what they are");
        }
    }

    private static void CheckNlri(ReadOnlySpan<byte> nlri, Family family, in DecodeContext context, bool isWithdrawal)
    {
        if (!nlri.IsEmpty)
        {
            Check(context.Families.Contains(family), "NLRI of negotiated families only");
            Check(NlriSyntax.Check(nlri, family, in context, isWithdrawal) != FaultScope.DisableFamily, "NLRI are read to their end");
        }
    }
}
