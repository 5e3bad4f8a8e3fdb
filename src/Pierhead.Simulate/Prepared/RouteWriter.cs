using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Prepared;

/// <summary>
/// Writes a router's messages into its send buffer: whole runs are copied from what was prepared and its own addresses put in;
/// only a message that a window cuts, or that is varied, is written anew. Both calls stop when the window or the buffer ends, and
/// say how many routes were written; a buffer of <see cref="MessageFramer.MaximumLength"/> octets always takes some.
/// </summary>
internal sealed class RouteWriter(PreparedRoutes routes, RouterAddresses addresses)
{
    public PreparedRoutes Routes => routes;

    public int Announce(RouteWindow window, int variation, Span<byte> destination, out int octets, out int messages)
    {
        var route = window.First;
        octets = 0;
        messages = 0;
        while (route < window.End)
        {
            var message = routes.MessageOf(route);
            var until = variation == 0 && routes.Message(message).FirstRoute == route
                ? routes.LastThatFits(message, destination.Length - octets, window.End)
                : message;
            if (until > message)
            {
                octets += CopyWhole(message, until, destination[octets..]);
                messages += until - message;
                route = routes.Message(until).FirstRoute;
                continue;
            }

            if (destination.Length - octets < MessageFramer.MaximumLength)
            {
                break;
            }

            var end = Math.Min(window.End, routes.EndOf(message));
            octets += WritePart(message, route, end, variation, destination[octets..]);
            messages++;
            route = end;
        }

        return route - window.First;
    }

    public int Withdraw(RouteWindow window, Span<byte> destination, out int octets, out int messages)
    {
        var route = window.First;
        octets = 0;
        messages = 0;
        while (route < window.End && destination.Length - octets >= MessageFramer.MaximumLength)
        {
            route = WithdrawOne(route, window.End, destination[octets..], out var length);
            octets += length;
            messages++;
        }

        return route - window.First;
    }

    private int CopyWhole(int from, int until, Span<byte> destination)
    {
        var octets = routes.Octets(from, until);
        octets.CopyTo(destination);
        var start = routes.Message(from).Offset;
        for (var message = from; message < until; message++)
        {
            ref readonly var at = ref routes.Message(message);
            addresses.Patch(destination[(at.Offset - start)..], at, routes.Family);
        }

        return octets.Length;
    }

    private int WritePart(int message, int first, int end, int variation, Span<byte> destination)
    {
        var at = routes.Message(message);

        // The router's addresses go in first: their places move with what is varied.
        Span<byte> whole = stackalloc byte[MessageFramer.MaximumLength];
        routes.Octets(message, message + 1).CopyTo(whole);
        addresses.Patch(whole, at, routes.Family);
        if (routes.Family != Family.IPv4)
        {
            whole.Slice(at.NextHopAt, 16).CopyTo(destination[at.NextHopAt..]);
        }

        Span<byte> varied = stackalloc byte[MessageFramer.MaximumLength];
        ReadOnlySpan<byte> attributes = whole.Slice(at.AttributesAt, at.AttributesLength);
        if (variation != 0)
        {
            attributes = varied[..SessionAttributes.WriteVaried(attributes, variation, varied)];
        }

        var nlri = routes.Nlri(message);
        var skipped = OctetsOf(nlri, first - at.FirstRoute);
        var taken = OctetsOf(nlri[skipped..], end - first);
        return UpdateLayout.WriteAnnounce(destination, routes.Family, attributes, nlri.Slice(skipped, taken));
    }

    private int WithdrawOne(int route, int end, Span<byte> destination, out int length)
    {
        var family = routes.Family;
        var into = destination[UpdateLayout.NlriOfWithdrawAt(family)..];
        var room = MessageFramer.MaximumLength - UpdateLayout.WithdrawHead(family);
        var used = 0;
        for (var message = routes.MessageOf(route); route < end; message++)
        {
            var nlri = routes.Nlri(message);
            nlri = nlri[OctetsOf(nlri, route - routes.Message(message).FirstRoute)..];
            var count = Math.Min(end, routes.EndOf(message)) - route;
            var taken = OctetsThatFit(nlri, room - used, ref count);
            nlri[..taken].CopyTo(into[used..]);
            used += taken;
            route += count;
            if (route < routes.EndOf(message))
            {
                break;
            }
        }

        length = UpdateLayout.FinishWithdraw(destination, family, used);
        return route;
    }

    private static int OctetsOf(ReadOnlySpan<byte> nlri, int count) => OctetsThatFit(nlri, nlri.Length, ref count);

    /// <summary>Octets of the first <paramref name="count"/> prefixes, or of as many as fit; the count is set to how many.</summary>
    private static int OctetsThatFit(ReadOnlySpan<byte> nlri, int room, ref int count)
    {
        var at = 0;
        for (var index = 0; index < count; index++)
        {
            var next = at + 1 + ((nlri[at] + 7) >> 3);
            if (next > room)
            {
                count = index;
                break;
            }

            at = next;
        }

        return at;
    }
}
