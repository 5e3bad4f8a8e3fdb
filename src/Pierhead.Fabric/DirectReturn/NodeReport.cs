using System.Collections.Immutable;
using System.Text.Json;
using Pierhead.Fabric.Health;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>What a node says of itself at <c>GET /v1/node</c>.</summary>
/// <param name="State"><c>in</c>, <c>out</c> or <c>drained</c>.</param>
/// <param name="Holds">Its established sessions, in order.</param>
public sealed record NodeReport(
    string Name, string State, string? Reason, int Weight, long Sessions, long Routes, ImmutableArray<NodeHold> Holds)
{
    public const string In = HealthReport.In;
    public const string Out = HealthReport.Out;
    public const string Drained = HealthReport.Drained;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Reads the answer of a node.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static NodeReport Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var written = JsonSerializer.Deserialize<Written>(json, Web) ?? throw new FormatException("its report is null");
            return written.State is In or Out or Drained
                ? new NodeReport(
                    written.Name, written.State, written.Reason, written.Weight, written.Sessions, written.Routes, [.. written.Holds.Select(Read).OrderBy(hold => hold.Session)])
                : throw new FormatException($"its report has the unknown state '{written.State}'");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"its report is not one: {exception.Message}", exception);
        }
    }

    /// <summary>Whether another says the same of what placement depends on.</summary>
    internal bool PlacesAs(NodeReport? other) =>
        other is not null && State == other.State && Weight == other.Weight && Holds.AsSpan().SequenceEqual(other.Holds.AsSpan());

    private static NodeHold Read(Hold? hold) => Ip.TryParse(hold?.Address, out var address)
        ? new NodeHold(new SessionKey(new DeviceId(new TenantId(hold!.Tenant), hold.Device), address), hold.Since ?? DateTimeOffset.MinValue)
        : throw new FormatException($"its report has the address '{hold?.Address}'");

    private sealed record Written(string Name, string State, int Weight, long Sessions, long Routes, ImmutableArray<Hold?> Holds, string? Reason = null);

    private sealed record Hold(string Tenant, string Device, string Address, DateTimeOffset? Since = null);
}

/// <summary>A session that a node has, and since when.</summary>
/// <param name="Since">Of two nodes that both say they have it the later one is right: the other has not noticed yet that its router left.</param>
public readonly record struct NodeHold(SessionKey Session, DateTimeOffset Since);
