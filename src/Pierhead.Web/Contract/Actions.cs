using System.Text.Json.Serialization;

namespace Pierhead.Web.Contract;

/// <summary>
/// Body of <c>POST /api/v1/sessions/clear</c>: ends or refreshes sessions, and lifts a hold-off. A key that it does not know is
/// refused: a slip in <c>address</c> must not clear every session of the device.
/// </summary>
/// <param name="Tenant">The tenant; needed only where the device's name is not unique among what the caller may see.</param>
/// <param name="Address">One session of the device, or null for all of its sessions.</param>
/// <param name="Soft">Ask for the routes again (ROUTE-REFRESH) instead of ending the session.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClearRequest(string Device, string? Tenant = null, string? Address = null, bool Soft = false);

/// <param name="Cleared">How many sessions were acted on.</param>
public sealed record ClearResult(int Cleared);

/// <summary>Answer of <c>POST /api/v1/reload</c>.</summary>
/// <param name="Applied">False when the tree has errors: nothing was changed.</param>
/// <param name="Errors">Lines <c>file:line: message</c>.</param>
/// <param name="Changes">What was added, removed or changed, for people.</param>
public sealed record ReloadResult(bool Applied, IReadOnlyList<string> Errors, IReadOnlyList<string> Changes);
