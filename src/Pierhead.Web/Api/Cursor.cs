using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Web.Api;

/// <summary>
/// Where the next page goes on: after a session in key order and, for routes, at a position in one family of its table.
/// It carries no permission: filters and the caller's tenant are applied again to every page.
/// </summary>
/// <param name="Key">The session at which, or after which, the list goes on.</param>
/// <param name="Family">Index of the family to go on in.</param>
/// <param name="Position">Position in that family; <see cref="AfterSession"/> when the session is done.</param>
internal readonly record struct Cursor(SessionKey Key, int Family, long Position)
{
    public const long AfterSession = -1;

    public static Cursor After(SessionKey key) => new(key, 0, AfterSession);

    public static bool TryParse(string? text, [NotNullWhen(true)] out Cursor? cursor)
    {
        cursor = null;
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            if (JsonSerializer.Deserialize<JsonElement[]>(bytes) is not [var tenant, var device, var address, var family, var position]
                || tenant.GetString() is not { } tenantName
                || device.GetString() is not { } deviceName
                || !Ip.TryParse(address.GetString(), out var ip)
                || family.GetInt32() is < 0 or >= Wire.Bgp.Families.Count)
            {
                return false;
            }

            cursor = new Cursor(new SessionKey(new DeviceId(new TenantId(tenantName), deviceName), ip), family.GetInt32(), position.GetInt64());
            return cursor.Value.Position >= AfterSession;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            // What a caller made up; the answer is a problem document that says so.
            return false;
        }
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize<object[]>(
        [Key.Tenant.Name, Key.Device.Name, Key.Address.ToString(), Family, Position])));
}
