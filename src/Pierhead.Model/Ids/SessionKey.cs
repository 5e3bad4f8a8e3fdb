using Pierhead.Wire.Net;

namespace Pierhead.Model.Ids;

/// <summary>
/// A session, and so an Adj-RIB-In: a device and the one of its addresses that the session comes from.
/// A device may have one session from each of its addresses.
/// </summary>
public readonly record struct SessionKey(DeviceId Device, Ip Address) : IComparable<SessionKey>
{
    public TenantId Tenant => Device.Tenant;

    public int CompareTo(SessionKey other)
    {
        var byDevice = Device.CompareTo(other.Device);
        return byDevice != 0 ? byDevice : Address.CompareTo(other.Address);
    }

    public override string ToString() => $"{Device}@{Address}";

    public static bool operator <(SessionKey left, SessionKey right) => left.CompareTo(right) < 0;

    public static bool operator >(SessionKey left, SessionKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(SessionKey left, SessionKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SessionKey left, SessionKey right) => left.CompareTo(right) >= 0;
}
