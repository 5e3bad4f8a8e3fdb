namespace Pierhead.Model.Ids;

/// <summary>A device, by its tenant and its name, which is unique within the tenant only.</summary>
public readonly record struct DeviceId(TenantId Tenant, string Name) : IComparable<DeviceId>
{
    public int CompareTo(DeviceId other)
    {
        var byTenant = Tenant.CompareTo(other.Tenant);
        return byTenant != 0 ? byTenant : string.CompareOrdinal(Name, other.Name);
    }

    public override string ToString() => $"{Tenant}/{Name}";

    public static bool operator <(DeviceId left, DeviceId right) => left.CompareTo(right) < 0;

    public static bool operator >(DeviceId left, DeviceId right) => left.CompareTo(right) > 0;

    public static bool operator <=(DeviceId left, DeviceId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DeviceId left, DeviceId right) => left.CompareTo(right) >= 0;
}
