using System.Text.Json.Nodes;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>An UPDATE as Pierhead reads it, as values: in the shape of ExaBGP's JSON, and to be written again.</summary>
internal sealed class ExabgpUpdate
{
    private ExabgpUpdate(in UpdateMessage update, in DecodeContext context)
    {
        EndOfRib = update.IsEndOfRib(out var family) ? family : null;
        var canonical = new byte[update.CanonicalBound];
        Attributes = PathAttributes.Decode(canonical.AsSpan(0, update.WriteCanonical(canonical)));
        Withdrawn = update.UnreachFamily is { } unreach
            ? ExabgpNlri.Read(update.UnreachNlri, unreach, in context, isWithdrawal: true)
            : ExabgpNlri.Read(update.Withdrawn, Family.IPv4, in context, isWithdrawal: true);
        if (update.ReachFamily is { } reach)
        {
            Announced = ExabgpNlri.Read(update.ReachNlri, reach, in context, isWithdrawal: false);
            ReachFamily = reach;
            ReachNextHop = update.ReachNextHop.ToArray();
        }
        else
        {
            Announced = ExabgpNlri.Read(update.Nlri, Family.IPv4, in context, isWithdrawal: false);
        }
    }

    public Family? EndOfRib { get; }

    public PathAttributes Attributes { get; }

    public IReadOnlyList<ExabgpNlri> Withdrawn { get; }

    public IReadOnlyList<ExabgpNlri> Announced { get; }

    /// <summary>The family of MP_REACH_NLRI, where there is one.</summary>
    public Family? ReachFamily { get; }

    /// <summary>Its next hop, without a route distinguisher.</summary>
    public byte[] ReachNextHop { get; } = [];

    /// <summary>Decodes a message, whose fault must be that of <see cref="ExabgpTable.Faults"/>; null where it is not to be read.</summary>
    public static ExabgpUpdate? Decode(ExabgpMessage message)
    {
        var context = message.Context;
        var fault = UpdateMessage.Decode(message.Body, in context, out var update);
        var (scope, isRead) = ExabgpTable.Faults.GetValueOrDefault(message.Name, (FaultScope.None, true));
        Assert.True(fault.Scope == scope, $"{message.Name}: {fault.Scope} {fault.Reason}");
        return isRead ? new ExabgpUpdate(in update, in context) : null;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (EndOfRib is { } family)
        {
            json["eor"] = ExabgpNlri.NameOf(family);
            return json;
        }

        json["attribute"] = ExabgpAttributes.Of(Attributes);
        if (Announced.Count != 0)
        {
            var routes = new JsonObject { [NextHop()] = new JsonArray([.. Announced.Select(each => each.ToJson())]) };
            json["announce"] = new JsonObject { [ExabgpNlri.NameOf(Announced[0].Family)] = routes };
        }

        if (Withdrawn.Count != 0)
        {
            json["withdraw"] = new JsonObject
            {
                [ExabgpNlri.NameOf(Withdrawn[0].Family)] = new JsonArray([.. Withdrawn.Select(each => each.ToJson())]),
            };
        }

        return json;
    }

    private string NextHop()
    {
        if (ReachFamily is null)
        {
            return Attributes.NextHop.ToString()!;
        }

        if (ReachNextHop.Length == 32)
        {
            // ExaBGP tells the global address alone (RFC 2545 section 3).
            Assert.StartsWith("fe80:", Ip.FromBytes(ReachNextHop.AsSpan(16)).ToString(), StringComparison.Ordinal);
        }

        return ReachNextHop.Length == 0 ? "no-nexthop" : Ip.FromBytes(ReachNextHop.AsSpan(0, Math.Min(16, ReachNextHop.Length))).ToString();
    }
}
