using CsCheck;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Tests.Bgp.Attributes;

/// <summary>Generators of valid attributes.</summary>
internal static class AttributeGen
{
    public static readonly Gen<Ip> Address = Gen.UInt[0x0100_0000, 0xDFFF_FFFF].Select(Ip.FromV4);

    private static readonly Gen<uint> AsNumber = Gen.OneOf(Gen.UInt[1, 65535], Gen.UInt[65536, uint.MaxValue]);

    public static readonly Gen<AsPath> Path =
        Gen.Select(Gen.Int[1, 2], AsNumber.Array[1, 6], (type, numbers) => Segment((SegmentType)type, numbers)).Array[0, 5].Select(segments => new AsPath(segments));

    public static readonly Gen<PathAttributes> Usual = Gen.Select(
        Gen.Select(Gen.Enum<Origin>(), Path, Address, Gen.UInt.Nullable(), Gen.UInt.Nullable(), Gen.Bool),
        Gen.Select(AsNumber, Address).Nullable(),
        Gen.UInt.Array[0, 80],
        Gen.ULong.Array[0, 4],
        Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt).Array[0, 30],
        Gen.Select(Address.Nullable(), Address.Array[0, 3]),
        Gen.Byte.Array[0, 300],
        (first, aggregator, communities, extended, large, reflection, other) => new PathAttributes
        {
            Origin = first.Item1,
            AsPath = first.Item2,
            NextHop = first.Item3,
            Med = first.Item4,
            LocalPref = first.Item5,
            AtomicAggregate = first.Item6,
            Aggregator = aggregator is { } a ? new Aggregator(new Asn(a.Item1), a.Item2) : null,
            Communities = [.. communities.Select(each => new Community(each))],
            ExtendedCommunities = [.. extended.Select(each => new ExtendedCommunity(each))],
            LargeCommunities = [.. large.Select(each => new LargeCommunity(each.Item1, each.Item2, each.Item3))],
            OriginatorId = reflection.Item1,
            ClusterList = reflection.Item2,
            Others = other.Length % 3 == 0 ? [] : [new OtherAttribute((byte)(200 + (other.Length % 50)), 0xC0, other)],
        });

    private static AsPathSegment Segment(SegmentType type, uint[] numbers) =>
        new(type, [.. numbers.Select(each => new Asn(each))]);
}
