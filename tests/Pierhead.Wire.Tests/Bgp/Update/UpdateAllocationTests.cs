using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Bgp.Update;
using Xunit;

namespace Pierhead.Wire.Tests.Bgp.Update;

public sealed class UpdateAllocationTests
{
    [Fact]
    public void Decode_GoodAndFaultyMessages_AllocatesNothing()
    {
        var context = new DecodeContext(FamilySet.Of(Family.IPv4, Family.IPv6), FamilySet.Empty, FourOctetAsn: true, Internal: true);
        byte[][] bodies =
        [
            UpdateBody.Of(UpdateBody.Mandatory + UpdateBody.LocalPref + "C00804 FBF40001 C02304 0000FBF4", UpdateBody.Prefix),
            UpdateBody.Of(UpdateBody.Mandatory + "800403 000001 400601 00", UpdateBody.Prefix),
            UpdateBody.Of(UpdateBody.OriginOctets + UpdateBody.AsPathOctets + "800E1A 000201 10 20010DB8000000000000000000000001 00 20 20010DB8"),
        ];
        var prefixes = Run(bodies, context);
        var before = GC.GetAllocatedBytesForCurrentThread();
        prefixes += Run(bodies, context);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(6, prefixes);
    }

    private static int Run(byte[][] bodies, in DecodeContext context)
    {
        var prefixes = 0;
        Span<byte> buffer = stackalloc byte[512];
        Span<byte> message = stackalloc byte[512];
        foreach (var body in bodies)
        {
            _ = UpdateMessage.Decode(body, in context, out var update);
            _ = update.WriteOthersCanonical(buffer);
            _ = update.WriteAsPathCanonical(buffer);
            _ = update.WriteCanonical(buffer);
            var v4 = new NlriReader(update.Nlri, ipv6: false, addPath: false);
            while (v4.TryReadV4(out _, out _, out _))
            {
                prefixes++;
            }

            var v6 = new NlriReader(update.ReachNlri, ipv6: true, addPath: false);
            while (v6.TryReadV6(out _, out _, out _, out _))
            {
                prefixes++;
            }

            var encoder = UpdateEncoder.Announce(message, Family.IPv4, update.Attributes);
            _ = encoder.TryAddV4(0x0A000000, 8);
            _ = encoder.Finish();
        }

        return prefixes;
    }
}
